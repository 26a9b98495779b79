import { QueryCache, QueryClient } from '@tanstack/react-query';
import { DomainError } from '../../domain/errors.ts';
import { keys } from './keys.ts';

/**
 * React Query as this product wants it: nothing is asked again while the stream says that nothing changed, a
 * refusal is final, and only an unreachable server is tried again.
 */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        // Signed out elsewhere, the session ended, or a second factor became necessary: who we are is asked
        // again, and the shell goes on from there.
        if (
          error instanceof DomainError &&
          (error.code === 'not_signed_in' || error.code === 'second_factor_needed') &&
          query.queryKey[0] !== keys.me[0]
        )
          void client.invalidateQueries({ queryKey: keys.me });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: 'always',
        // Not the default with that mode: what could not be had without a network is asked for when it is back.
        refetchOnReconnect: true,
        retry: (failures, error) =>
          error instanceof DomainError && error.code === 'unavailable' && failures < 2,
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
