/** What the session pages ask of the server. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';
import type { Status } from '@/shared/api/types';

export const SESSIONS_KEY = ['sessions'] as const;

export function sessionsQuery(project: string, filter: { status?: string; name?: string }) {
  return infiniteQueryOptions({
    queryKey: [...SESSIONS_KEY, 'list', project, filter],
    queryFn: ({ signal, pageParam }) =>
      body(
        api.GET('/api/v1/sessions', {
          signal,
          params: {
            query: {
              ...(filter.status ? { status: [filter.status as Status] } : {}),
              ...(filter.name ? { name: filter.name } : {}),
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

export function sessionQuery(project: string, sessionId: string) {
  return queryOptions({
    queryKey: [...SESSIONS_KEY, 'one', project, sessionId],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/sessions/{session_id}', {
          signal,
          params: { path: { session_id: sessionId }, query: projectParameter(project) },
        }),
      ),
  });
}

export function sessionTracesQuery(project: string, sessionId: string) {
  return infiniteQueryOptions({
    queryKey: [...SESSIONS_KEY, 'traces', project, sessionId],
    queryFn: ({ signal, pageParam }) =>
      body(
        api.GET('/api/v1/sessions/{session_id}/traces', {
          signal,
          params: {
            path: { session_id: sessionId },
            query: { ...projectParameter(project), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
