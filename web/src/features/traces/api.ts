/** What the trace list asks of the server. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { paths } from '@/api-schema';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';
import { fetchSkeleton } from '@/shared/columns';

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

/** When the traces meant began; also how many they are. */
export function histogramQuery(project: string, parameters: TraceParameters, buckets: number) {
  const query = { ...parameters, buckets, ...projectParameter(project) };
  return queryOptions({
    queryKey: [...TRACES_KEY, 'histogram', query],
    queryFn: ({ signal }) => body(api.GET('/api/v1/traces/histogram', { signal, params: { query } })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The commonest values of a field among the traces meant, with how many traces have them. */
export function facetQuery(project: string, field: string, parameters: TraceParameters) {
  const query = { ...parameters, fields: field, limit: 12, ...projectParameter(project) };
  return queryOptions({
    queryKey: ['traces', 'facet', query],
    queryFn: ({ signal }) => body(api.GET('/api/v1/traces/facets', { signal, params: { query } })),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  });
}

/** One trace, to look at it without leaving the list. */
export function peekQuery(project: string, traceId: string) {
  return queryOptions({
    queryKey: ['trace', traceId, 'summary', project],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}', {
          signal,
          params: { path: { trace_id: traceId }, query: projectParameter(project) },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function peekColumnsQuery(project: string, traceId: string) {
  return queryOptions({
    queryKey: ['traces', 'peek', 'columns', project, traceId],
    queryFn: ({ signal }) => fetchSkeleton(project, traceId, signal),
    structuralSharing: false,
    retry: false,
  });
}

export function viewsQuery(project: string) {
  return queryOptions({
    queryKey: ['views', project],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/views', { signal, params: { query: projectParameter(project) } })),
    staleTime: 30_000,
  });
}

export interface ViewContent {
  q: string;
  range: string;
  columns: string[];
}

export function saveView(project: string, name: string, content: ViewContent) {
  const params = { path: { name }, query: projectParameter(project) };
  return body(api.PUT('/api/v1/views/{name}', { params, body: content }));
}

export async function forgetView(project: string, name: string): Promise<void> {
  await api.DELETE('/api/v1/views/{name}', { params: { path: { name }, query: projectParameter(project) } });
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
