/** What the trace page asks of the server. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { projectParameter } from '@/shared/api/base';
import { api, body, errorFrom } from '@/shared/api/client';
import type { SpanDetail, TraceDetail } from '@/shared/api/types';
import { fetchSkeleton, type Skeleton } from '@/shared/columns';
import type { TimeWindow } from './model/time-window';

export const traceKey = (traceId: string) => ['trace', traceId] as const;

export function traceQuery(project: string, traceId: string) {
  return queryOptions({
    queryKey: [...traceKey(traceId), 'summary', project],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}', {
          signal,
          params: { path: { trace_id: traceId }, query: projectParameter(project) },
        }),
      ),
  });
}

/** What is found from all spans of a trace together: asked for again while it grows. */
export const foundKey = (traceId: string) => [...traceKey(traceId), 'found'] as const;

/** The columns of the whole trace; the binary form, or JSON from a server or proxy that has no other. */
export function skeletonQuery(project: string, traceId: string) {
  return queryOptions({
    queryKey: [...traceKey(traceId), 'skeleton', project],
    queryFn: ({ signal }) => fetchSkeleton(project, traceId, signal),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function spanQuery(project: string, traceId: string, span: number | string) {
  return queryOptions({
    queryKey: [...traceKey(traceId), 'span', project, span],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/spans/{span}', {
          signal,
          params: {
            path: { trace_id: traceId, span: String(span) },
            query: projectParameter(project),
          },
        }),
      ),
  });
}

/** A span with nothing cut, from where a cut text says that the whole is. */
export function wholeSpanQuery(traceId: string, href: string | null) {
  return queryOptions({
    queryKey: [...traceKey(traceId), 'whole', href],
    queryFn: ({ signal }) => fetchWhole(href ?? '', signal),
    enabled: href !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  });
}

/** Who worked in the trace, with figures that add up to its own. */
export function agentsQuery(project: string, traceId: string) {
  return queryOptions({
    queryKey: [...foundKey(traceId), 'agents', project],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/agents', {
          signal,
          params: { path: { trace_id: traceId }, query: projectParameter(project) },
        }),
      ),
  });
}

/** What the agents told each other, the earliest first, page by page. */
export function messagesQuery(project: string, traceId: string) {
  return infiniteQueryOptions({
    queryKey: [...foundKey(traceId), 'agent messages', project],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/messages', {
          signal,
          params: {
            path: { trace_id: traceId },
            query: {
              limit: 100,
              ...(pageParam === null ? {} : { cursor: pageParam }),
              ...projectParameter(project),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The places that the trace's run can be taken up from, the earliest first, page by page. */
export function checkpointsQuery(project: string, traceId: string) {
  return infiniteQueryOptions({
    queryKey: [...foundKey(traceId), 'checkpoints', project],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/checkpoints', {
          signal,
          params: {
            path: { trace_id: traceId },
            query: {
              limit: 100,
              ...(pageParam === null ? {} : { cursor: pageParam }),
              ...projectParameter(project),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Who talked to whom, in a part of the trace's time or in all of it. */
export function graphQuery(project: string, traceId: string, window: TimeWindow | null) {
  const part = window === null ? {} : { from_us: Math.floor(window.from), until_us: Math.ceil(window.to) };
  return queryOptions({
    queryKey: [...foundKey(traceId), 'graph', project, part],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/graph', {
          signal,
          params: { path: { trace_id: traceId }, query: { ...part, ...projectParameter(project) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** What was said in the trace, from its beginning on. */
export function transcriptQuery(project: string, traceId: string) {
  return infiniteQueryOptions({
    queryKey: [...foundKey(traceId), 'transcript', project],
    queryFn: ({ signal, pageParam }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/transcript', {
          signal,
          params: {
            path: { trace_id: traceId },
            query: { limit: 200, ...projectParameter(project), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The newest other run of the same name that went well; null where there is none. */
export async function lastGoodRun(project: string, trace: TraceDetail): Promise<string | null> {
  const query = { name: trace.name, status: ['ok' as const], limit: 20, ...projectParameter(project) };
  const { items } = await body(api.GET('/api/v1/traces', { params: { query } }));
  return items.find(({ id, name }) => id !== trace.id && name === trace.name)?.id ?? null;
}

/** The numbers of the spans whose text has the words. */
export function textSearchQuery(project: string, traceId: string, words: string) {
  return queryOptions({
    queryKey: [...traceKey(traceId), 'search', project, words],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/search', {
          signal,
          params: { path: { trace_id: traceId }, query: { q: words, ...projectParameter(project) } },
        }),
      ),
    enabled: words.length >= 2,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The rows that are newer than `sinceSeq`, with their places in the whole. */
export function fetchNews(project: string, traceId: string, sinceSeq: number): Promise<Skeleton> {
  return fetchSkeleton(project, traceId, undefined, { since_seq: String(sinceSeq) });
}

async function fetchWhole(href: string, signal: AbortSignal): Promise<SpanDetail> {
  const url = new URL(href, window.location.origin);
  if (url.origin !== window.location.origin)
    throw new Error(`the whole text is on another server: ${url.origin}`);
  const response = await fetch(url, { signal });
  if (!response.ok) throw await errorFrom(response);
  return (await response.json()) as SpanDetail;
}
