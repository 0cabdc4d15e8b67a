import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/call';
import type { WebhookLoss } from '../../api/types';

/** What webhooks did not tell in the last 24 hours. */
export const lossQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id, 'loss'],
    queryFn: ({ signal }) => get<WebhookLoss>(`/connections/${id}/webhook-loss`, signal),
    refetchInterval: 30_000,
  });
