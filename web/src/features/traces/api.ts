/** What the trace list asks of the server. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { paths } from '@/api-schema';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';

export type TraceParameters = NonNullable<paths['/api/v1/traces']['get']['parameters']['query']>;

export const TRACES_KEY = ['traces', 'list'] as const;

export function tracesQuery(project: string, parameters: TraceParameters) {
  return infiniteQueryOptions({
    queryKey: [...TRACES_KEY, project, parameters],
    queryFn: ({ signal, pageParam }) =>
      body(
        api.GET('/api/v1/traces', {
          signal,
          params: {
            query: {
              ...parameters,
              ...projectParameter(project),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** Values to filter by, with how many traces have them. */
export function facetQuery(project: string, groupBy: 'agent' | 'model') {
  return queryOptions({
    queryKey: ['traces', 'facet', project, groupBy],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/metrics/costs', {
          signal,
          params: { query: { group_by: groupBy, ...projectParameter(project) } },
        }),
      ),
    staleTime: 30_000,
  });
}

/** The fields of the filter language. */
export function fieldsQuery() {
  return queryOptions({
    queryKey: ['query', 'fields'],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/query/fields', { signal, params: { query: { of: 'traces' } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The commonest values of a field, to complete what is typed. */
export function valuesQuery(project: string, field: string, prefix: string) {
  return queryOptions({
    queryKey: ['query', 'values', project, field, prefix],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/query/values', {
          signal,
          params: { query: { field, prefix, ...projectParameter(project) } },
        }),
      ),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
