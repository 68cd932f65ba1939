/** What the trace list asks of the server. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';
import type { TraceParameters } from './model/filters';

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
