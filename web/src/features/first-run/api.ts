/** What the first-run page asks of the server. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/shared/api/client';

export const configQuery = queryOptions({
  queryKey: ['first-run', 'config'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/config', { signal })),
  refetchInterval: 5_000,
});

/** The first trace that there is, asked for as a fallback should no live message come through. */
export const firstTraceQuery = queryOptions({
  queryKey: ['first-run', 'trace'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/traces', { signal, params: { query: { limit: 1 } } })),
  refetchInterval: 5_000,
});

/** Makes the server send itself three sample traces. */
export function loadSamples() {
  return body(api.POST('/api/v1/samples'));
}
