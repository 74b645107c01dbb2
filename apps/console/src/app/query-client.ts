import { QueryClient } from '@tanstack/react-query';
import { isFinal } from '../api/problem.ts';

const RETRIES = 1;

/**
 * What one session knows of the API's answers. Queries that are live ask again by themselves, so few are repeated.
 * @param _key of the session, so that another one begins with nothing.
 */
export function makeQueryClient(_key: string | undefined): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 0,
        retry: (failures, error) => !isFinal(error) && failures < RETRIES,
        refetchIntervalInBackground: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
