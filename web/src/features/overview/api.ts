/** What the overview asks of the server. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';
import { MOST_PATTERNS } from './model/failing';

export const OVERVIEW_KEY = ['overview'] as const;

interface TimeRange {
  since: string;
  until?: string;
}

export function summaryQuery(project: string, range: TimeRange) {
  return queryOptions({
    queryKey: [...OVERVIEW_KEY, 'summary', project, range],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/metrics/summary', {
          signal,
          params: { query: { ...range, ...projectParameter(project) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function costsQuery(project: string, groupBy: 'hour' | 'model', since: string) {
  return queryOptions({
    queryKey: [...OVERVIEW_KEY, 'costs', project, groupBy, since],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/metrics/costs', {
          signal,
          params: { query: { group_by: groupBy, since, ...projectParameter(project) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** How many traces began in each hour, how many failed, and their 95th percentile. */
export function hourlyTracesQuery(project: string) {
  return queryOptions({
    queryKey: [...OVERVIEW_KEY, 'hours', project],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/histogram', {
          signal,
          params: { query: { since: '24h', buckets: 24, ...projectParameter(project) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Failures that look alike, the commonest first. */
export function errorsQuery(project: string, range: TimeRange) {
  return queryOptions({
    queryKey: [...OVERVIEW_KEY, 'errors', project, range],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/metrics/errors', {
          signal,
          params: { query: { limit: MOST_PATTERNS, ...range, ...projectParameter(project) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function recentSessionsQuery(project: string) {
  return queryOptions({
    queryKey: [...OVERVIEW_KEY, 'sessions', project],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/sessions', {
          signal,
          params: { query: { limit: 12, ...projectParameter(project) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
