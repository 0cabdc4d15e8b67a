import { queryOptions, useQuery } from '@tanstack/react-query';
import { call, get } from './call';
import type { RoleName, Session } from './types';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<Session>('/session', signal),
  staleTime: 60_000,
  retry: false,
});

export const signIn = (email: string, password: string): Promise<Session> =>
  call('POST', '/session', { body: { email, password } });

export const signOut = (): Promise<void> => call('DELETE', '/session');

export const setUp = (token: string, email: string, password: string): Promise<Session> =>
  call('POST', '/setup', { body: { token, email, password } });

const order: readonly RoleName[] = ['viewer', 'operator', 'admin'];

/** Whether whoever is signed in may do what this role may. What a role may not is absent, not greyed. */
export function useMay(role: RoleName): boolean {
  const { data } = useQuery(sessionQuery);
  return data !== undefined && order.indexOf(data.role) >= order.indexOf(role);
}
