/** What the settings page asks of the server. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/shared/api/client';

export const configQuery = queryOptions({
  queryKey: ['settings', 'config'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/config', { signal })),
});

export const storeQuery = queryOptions({
  queryKey: ['settings', 'store'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/store', { signal })),
});

export const deadLettersQuery = infiniteQueryOptions({
  queryKey: ['settings', 'dead letters'],
  queryFn: ({ signal, pageParam }) =>
    body(
      api.GET('/api/v1/dead-letters', {
        signal,
        params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});
