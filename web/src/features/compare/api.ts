/** What the compare page asks of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api-schema';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';

type Schemas = components['schemas'];
export type Compared = Schemas['ComparedOut'];
export type ComparedRow = Schemas['ComparedRowOut'];
export type ComparedSide = Schemas['ComparedSideOut'];
export type ComparedTotals = Schemas['ComparedTotalsOut'];
export type ComparedField = Schemas['ComparedFieldOut'];

/** Two traces as one tree. */
export function compareQuery(project: string, a: string, b: string) {
  return queryOptions({
    queryKey: ['compare', project, a, b],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/diff', { signal, params: { query: { a, b, ...projectParameter(project) } } })),
    enabled: a !== '' && b !== '',
    structuralSharing: false,
    retry: false,
  });
}

/** How one step differs: asked only for a row that both traces have. */
export function stepQuery(
  project: string,
  traces: { a: string; b: string },
  pair: { before: string; after: string } | null,
) {
  return queryOptions({
    queryKey: ['compare', 'step', project, traces, pair],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/diff/step', {
          signal,
          params: {
            query: { ...traces, before: '', after: '', ...pair, ...projectParameter(project) },
          },
        }),
      ),
    enabled: pair !== null,
  });
}
