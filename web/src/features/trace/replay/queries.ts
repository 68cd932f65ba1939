/** What the replay tab asks of the server, and has it do. */
import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api-schema';
import { projectParameter } from '@/shared/api/base';
import { api, body } from '@/shared/api/client';

type Schemas = components['schemas'];
export type Replay = Schemas['ReplayOut'];
export type ReplaysOfTrace = Schemas['ReplaysOfTraceOut'];
export type Step = Schemas['StepOut'];
export type ReplayIn = Schemas['ReplayIn'];

const POLL_MS = 1_000;
const IDLE_MS = 5_000;

export const replaysKey = (traceId: string) => ['trace', traceId, 'replays'] as const;

/** Asked again and again while the tab is open: workers come and go, replays go on. */
export function replaysQuery(project: string, traceId: string) {
  return queryOptions({
    queryKey: [...replaysKey(traceId), project],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/replays', {
          signal,
          params: { path: { trace_id: traceId }, query: projectParameter(project) },
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.replays.some(isUnderWay) ? POLL_MS : IDLE_MS),
  });
}

export function stepsQuery(project: string, traceId: string, isThere: boolean) {
  return queryOptions({
    queryKey: ['trace', traceId, 'steps', project],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/traces/{trace_id}/recording/steps', {
          signal,
          params: { path: { trace_id: traceId }, query: projectParameter(project) },
        }),
      ),
    enabled: isThere,
  });
}

/** How a replay differs from what it was made from, as one tree. */
export function diffQuery(project: string, a: string, b: string) {
  return queryOptions({
    queryKey: ['trace', a, 'difference', project, b],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/diff', { signal, params: { query: { a, b, ...projectParameter(project) } } })),
    structuralSharing: false,
    retry: false,
  });
}

export function askReplay(project: string, traceId: string, asked: ReplayIn): Promise<Replay> {
  return body(
    api.POST('/api/v1/traces/{trace_id}/replays', {
      params: { path: { trace_id: traceId }, query: projectParameter(project) },
      body: asked,
    }),
  );
}

export function cancelReplay(id: string): Promise<Replay> {
  return body(api.POST('/api/v1/replays/{replay_id}/cancel', { params: { path: { replay_id: id } } }));
}

export function isUnderWay(replay: Replay): boolean {
  return replay.state === 'queued' || replay.state === 'running';
}
