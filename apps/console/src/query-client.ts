import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isSignedOut } from './api/api-error';
import { sessionQuery } from './api/session';

const RETRIES = 2;

/** The cache of what the server says. An answer "sign in first" goes to `onSignedOut`, whatever page asked. */
export function consoleQueries(onSignedOut: () => void): QueryClient {
  const look = (error: unknown): void => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        // The router asks for the session itself, and knows the way to sign-in.
        if (queryKey[0] !== sessionQuery.queryKey[0]) look(error);
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, { meta }) => {
        if (meta?.['isSignIn'] !== true) look(error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        // A refusal stays a refusal; what could not be reached may be there again.
        retry: (failures, error) =>
          failures < RETRIES && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
        retryDelay: (failure) => 500 * 2 ** failure,
      },
    },
  });
}
