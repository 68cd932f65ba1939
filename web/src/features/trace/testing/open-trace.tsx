/** Opens the trace page in front of a small made-up server: answers by path, and a live line that the test speaks on. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type {
  Change,
  Checkpoint,
  SpanDetail,
  Trace,
  TraceAgent,
  TraceMessage,
  TranscriptEntry,
} from '@/shared/api/types';
import type { Skeleton } from '@/shared/columns';
import { aTrace } from '@/shared/testing/samples';
import { parseSearch, writeSearch } from '@/shared/url/search-params';
import { TracePage } from '../components/trace-page';
import { aDetail } from './details';

export interface Answers {
  trace?: Partial<Trace>;
  skeleton: Skeleton;
  news?: Skeleton;
  span?: (seq: string) => Partial<SpanDetail>;
  found?: number[];
  agents?: TraceAgent[];
  messages?: TraceMessage[];
  said?: TranscriptEntry[];
  checkpoints?: Checkpoint[];
}

/** The parts of a WebSocket that the live layer uses. */
class Line {
  static latest: Line | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    Line.latest = this;
  }
  close(): void {}
  say(change: Partial<Change>): void {
    const whole = { type: 'change', number: 1, spans: [], traces: [], missed: 0, ...change };
    this.onmessage?.({ data: JSON.stringify(whole) });
  }
}

/** Puts the server in the place of fetch and WebSocket; the returned function puts them back. */
export function serve(answers: Answers): {
  restore: () => void;
  asked: string[];
  say: (change: Partial<Change>) => void;
} {
  const before = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket };
  const asked: string[] = [];
  globalThis.fetch = async (input: RequestInfo | URL) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    asked.push(url.pathname + url.search);
    return answer(answers, url);
  };
  globalThis.WebSocket = Line as unknown as typeof WebSocket;
  return {
    asked,
    say: (change) => Line.latest?.say(change),
    restore: () => Object.assign(globalThis, before),
  };
}

function answer(answers: Answers, url: URL): Response {
  const [, , , , traceId = '', what, name = ''] = url.pathname.split('/');
  if (what === 'skeleton')
    return Response.json(asJson(url.searchParams.has('since_seq') ? answers.news : answers.skeleton));
  if (what === 'agents') return Response.json(answers.agents ?? []);
  if (what === 'messages') return Response.json({ items: answers.messages ?? [], next_cursor: null });
  if (what === 'transcript') return Response.json({ items: answers.said ?? [], next_cursor: null });
  if (what === 'checkpoints') return Response.json({ items: answers.checkpoints ?? [], next_cursor: null });
  if (what === 'search') return Response.json(answers.found ?? []);
  if (what === 'spans')
    return Response.json(aDetail({ seq: Number(name), trace_id: traceId, ...answers.span?.(name) }));
  return Response.json(aTrace({ id: traceId, ...answers.trace }));
}

function asJson(skeleton: Skeleton | undefined): unknown {
  if (skeleton === undefined) throw new Error('the test has no such skeleton');
  const { depth, end, seq, name, kind, status, agent, model, start, dur, tin, tout, costMicro, flags, pos } =
    skeleton;
  const columns = {
    depth,
    end,
    seq,
    name,
    kind,
    status,
    agent,
    model,
    start,
    dur,
    tin,
    tout,
    cost_micro: costMicro,
    flags,
    ...(pos ? { pos } : {}),
  };
  return {
    n: skeleton.n,
    unit_us: skeleton.unitUs,
    t0_ns: String(skeleton.t0Ns),
    complete: skeleton.complete,
    dropped: skeleton.dropped,
    dicts: {
      name: skeleton.names,
      kind: skeleton.kinds,
      status: skeleton.statuses,
      agent: skeleton.agents,
      model: skeleton.models,
    },
    columns: Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, [...column]])),
  };
}

/** Renders the page at `/p/all/traces/…` and says where the URL stands. */
export function openTrace(search = ''): { search: () => string } {
  const root = createRootRoute({ notFoundComponent: () => null });
  const trace = createRoute({
    getParentRoute: () => root,
    path: '/p/$project/traces/$traceId',
    component: TracePage,
  });
  const session = createRoute({
    getParentRoute: () => root,
    path: '/p/$project/sessions/$sessionId',
    component: () => null,
  });
  const router = createRouter({
    routeTree: root.addChildren([trace, session]),
    history: createMemoryHistory({ initialEntries: [`/p/all/traces/${'a'.repeat(32)}${search}`] }),
    parseSearch,
    stringifySearch: writeSearch,
  });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { search: () => router.state.location.searchStr };
}
