/** How answers of the server are kept: shown at once when known, asked again when old, no blind retries. */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/shared/api/client';

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
      },
    },
  });
}
