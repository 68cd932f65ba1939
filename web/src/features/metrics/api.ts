/** What the metrics page asks of the server. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';
import type { CostGroup, SpeedGroup } from './model/choices';

export const METRICS_KEY = ['metrics'] as const;
type Bucket = 'hour' | 'day';
/** The groups that sums can be narrowed to. */
type Narrowed = { [Group in CostGroup]?: string };

export function costsQuery(project: string, groupBy: CostGroup | Bucket, since: string, only: Narrowed = {}) {
  const query = { group_by: groupBy, since, ...projectParameter(project), ...only };
  return queryOptions({
    queryKey: [...METRICS_KEY, 'costs', query],
    queryFn: ({ signal }) => body(api.GET('/api/v1/metrics/costs', { signal, params: { query } })),
    placeholderData: keepPreviousData,
  });
}

export function performanceQuery(project: string, groupBy: SpeedGroup | Bucket, since: string) {
  const query = { group_by: groupBy, since, ...projectParameter(project) };
  return queryOptions({
    queryKey: [...METRICS_KEY, 'performance', query],
    queryFn: ({ signal }) => body(api.GET('/api/v1/metrics/performance', { signal, params: { query } })),
    placeholderData: keepPreviousData,
  });
}

export function errorsQuery(project: string, since: string) {
  const query = { since, limit: 100, ...projectParameter(project) };
  return queryOptions({
    queryKey: [...METRICS_KEY, 'errors', query],
    queryFn: ({ signal }) => body(api.GET('/api/v1/metrics/errors', { signal, params: { query } })),
    placeholderData: keepPreviousData,
  });
}
