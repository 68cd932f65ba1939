/** What the settings page asks of the server. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api, body } from '@/shared/api/client';

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

/** What is wrong with prices: models without one, costs that differ from the reported, the table's age. */
export const priceCheckQuery = queryOptions({
  queryKey: ['settings', 'prices', 'check'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/prices/check', { signal })),
});

export function pricesQuery(model: string) {
  return queryOptions({
    queryKey: ['settings', 'prices', 'list', model],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/prices', { signal, params: { query: { limit: 50, ...(model ? { model } : {}) } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

export interface NewPrice {
  model: string;
  input: number;
  output: number;
  cache_read?: number;
}

export function setPrice({ model, ...prices }: NewPrice) {
  return body(
    api.PUT('/api/v1/prices/overrides/{model}', { params: { path: { model } }, body: prices as never }),
  );
}

/** What each part takes on disk, how it grows, and what bounds it. */
export const usageQuery = queryOptions({
  queryKey: ['settings', 'usage'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/store/stats', { signal })),
});

/** The job that reads and prices history anew; null where there was none since the server started. */
export const reprocessQuery = queryOptions({
  queryKey: ['settings', 'reprocess'],
  queryFn: async ({ signal }) => {
    try {
      return await body(api.GET('/api/v1/reprocess', { signal }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  },
  refetchInterval: (query) => (query.state.data?.state === 'running' ? 500 : false),
});

export function startReprocess(since: string, isDry: boolean) {
  const asked = { dry_run: isDry, ...(since ? { since } : {}) };
  return body(api.POST('/api/v1/reprocess', { body: asked as never }));
}

export function cancelReprocess() {
  return body(api.DELETE('/api/v1/reprocess'));
}
