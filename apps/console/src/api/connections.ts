import { queryOptions } from '@tanstack/react-query';
import { call, get } from './call';
import type { Connection, List, Run } from './types';

// Until the gateway sends news by itself: often while something moves, seldom else.
const MOVING_MS = 1_000;
const RESTING_MS = 5_000;

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async ({ signal }) => (await get<List<Connection>>('/connections', signal)).items,
  refetchInterval: ({ state }) => ((state.data ?? []).some(isMoving) ? MOVING_MS : RESTING_MS),
});

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id],
    queryFn: ({ signal }) => get<Connection>(`/connections/${id}`, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? MOVING_MS : RESTING_MS),
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => get<Run>(`/runs/${id}`, signal),
    refetchInterval: ({ state }) => ((state.data?.endedAt ?? null) === null ? MOVING_MS : false),
  });

export const pause = (id: string): Promise<Connection> => call('POST', `/connections/${id}/pause`);

export const resume = (id: string): Promise<Connection> => call('POST', `/connections/${id}/resume`);

export const startRun = (id: string, body: Pick<Run, 'mode'> & { entities?: string[] }): Promise<Run> =>
  call('POST', `/connections/${id}/runs`, { body });

/** Whether its figures change from second to second. */
export function isMoving({ status, entities }: Connection): boolean {
  return status === 'active' && Object.values(entities).some(({ state }) => state === 'running' || state === 'never');
}
