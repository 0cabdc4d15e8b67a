import { queryOptions } from '@tanstack/react-query';
import { call, get, query } from '../../api/call';
import type { Delivery, List, RotatedUrl, Webhook } from '../../api/types';

// Halo has to answer.
const TIMEOUT_MS = 60_000;
const ARRIVALS_MS = 2_000;

/** The webhook as Halo has it. A look costs a call to Halo, so it is looked at once and on request. */
export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id, 'webhook'],
    queryFn: ({ signal }) => call<Webhook>('GET', `/connections/${id}/webhook`, { signal, timeoutMs: TIMEOUT_MS }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

/** The last deliveries, from the inbox: they cost Halo nothing, so they may be asked for often. */
export const arrivalsQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id, 'arrivals'],
    queryFn: async ({ signal }) =>
      (await get<List<Delivery>>(`/connections/${id}/deliveries${query({ limit: 100 })}`, signal)).items,
    refetchInterval: ARRIVALS_MS,
  });

export const setUpWebhook = (id: string): Promise<Webhook & { outcome: 'created' | 'repaired' | 'unchanged' }> =>
  call('PUT', `/connections/${id}/webhook`, { timeoutMs: TIMEOUT_MS });

export const rotateUrl = (id: string): Promise<RotatedUrl> =>
  call('POST', `/connections/${id}/callback-url/rotate`, { timeoutMs: TIMEOUT_MS });
