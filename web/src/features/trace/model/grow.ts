/** A trace that runs: new rows put in their places, endings written into rows that are there. Pure, on columns. */
import type { Span } from '@/shared/api/types';
import { at, Flag, type Numbers, type Skeleton } from '@/shared/columns';
import { NONE } from './tree';

const MICRO_USD = 1_000_000;

/**
 * The held columns with the rows of `?since_seq=` in between, or null where that cannot be: the clock's zero or unit
 * moved, or a held row changed its place (a parent came after its child). Then the whole has to be asked for.
 */
export function merged(held: Skeleton, news: Skeleton): Skeleton | null {
  const { pos } = news;
  if (pos === undefined || news.t0Ns !== held.t0Ns || news.unitUs !== held.unitUs) return null;
  if (news.n === 0) return held;
  const n = held.n + news.n;
  const source = sources(pos, held.n, n);
  if (source === null) return null;
  const mix = (a: Numbers, b: Numbers, into: Numbers): Numbers => {
    for (let row = 0; row < n; row += 1) {
      const from = source[row] ?? 0;
      into[row] = from >= 0 ? at(a, from) : at(b, -1 - from);
    }
    return into;
  };
  const recoded = (column: Numbers, words: readonly string[], next: readonly string[]) => {
    const codes = new Map(next.map((word, code) => [word, code]));
    const code = Uint32Array.from(words, (word) => codes.get(word) ?? 0);
    return Uint32Array.from(column, (old) => code[old] ?? 0);
  };
  const grown: Skeleton = {
    ...held,
    n,
    names: news.names,
    agents: news.agents,
    models: news.models,
    depth: mix(held.depth, news.depth, new Uint16Array(n)),
    end: new Uint32Array(n),
    seq: mix(held.seq, news.seq, new Uint32Array(n)),
    name: mix(recoded(held.name, held.names, news.names), news.name, new Uint32Array(n)),
    kind: mix(held.kind, news.kind, new Uint8Array(n)),
    status: mix(held.status, news.status, new Uint8Array(n)),
    agent: mix(recoded(held.agent, held.agents, news.agents), news.agent, new Uint32Array(n)),
    model: mix(recoded(held.model, held.models, news.models), news.model, new Uint32Array(n)),
    start: mix(held.start, news.start, new Uint32Array(n)),
    dur: mix(held.dur, news.dur, new Uint32Array(n)),
    tin: mix(held.tin, news.tin, new Uint32Array(n)),
    tout: mix(held.tout, news.tout, new Uint32Array(n)),
    costMicro: mix(held.costMicro, news.costMicro, new Uint32Array(n)),
    flags: mix(held.flags, news.flags, new Uint8Array(n)),
  };
  const settled = settle(grown);
  const fits = news.seq.every((_, row) => at(settled.end, at(pos, row)) === at(news.end, row));
  return fits ? settled : null;
}

/** For each row of the whole, the held row it is, or -1 - i for the i-th new row. */
function sources(pos: Numbers, heldRows: number, n: number): Int32Array | null {
  const source = new Int32Array(n);
  let fresh = 0;
  let old = 0;
  for (let row = 0; row < n; row += 1) {
    if (fresh < pos.length && pos[fresh] === row) {
      source[row] = -1 - fresh;
      fresh += 1;
    } else {
      source[row] = old;
      old += 1;
    }
  }
  return fresh === pos.length && old === heldRows ? source : null;
}

/** The held columns with what the live stream says of rows that are there. A span that has ended never runs again. */
export function patched(held: Skeleton, spans: readonly Span[]): Skeleton {
  const bySeq = new Map(spans.map((span) => [span.seq, span]));
  const next: Skeleton = {
    ...held,
    status: held.status.slice(),
    dur: held.dur.slice(),
    tin: held.tin.slice(),
    tout: held.tout.slice(),
    costMicro: held.costMicro.slice(),
    flags: held.flags.slice(),
  };
  for (let row = 0; row < held.n && bySeq.size > 0; row += 1) {
    const span = bySeq.get(at(held.seq, row));
    if (span === undefined) continue;
    bySeq.delete(span.seq);
    if (span.status !== 'running' || (at(held.flags, row) & Flag.running) !== 0) write(next, row, span);
  }
  return settle(next);
}

function write(into: Skeleton, row: number, span: Span): void {
  into.status[row] = Math.max(0, into.statuses.indexOf(span.status));
  if (span.duration_us !== null) into.dur[row] = Math.floor(span.duration_us / into.unitUs);
  into.tin[row] = span.input_tokens ?? 0;
  into.tout[row] = span.output_tokens ?? 0;
  into.costMicro[row] = Math.round((span.total_cost_usd ?? 0) * MICRO_USD);
  const hasContent = span.input_preview !== null || span.output_preview !== null;
  into.flags[row] =
    (at(into.flags, row) & (Flag.orphan | Flag.hasContent)) |
    (span.status === 'error' || span.status === 'timeout' ? Flag.error : 0) |
    (span.status === 'running' ? Flag.running : 0) |
    (span.cost_match === 'unknown' ? Flag.unknownCost : 0) |
    (span.shadow_of !== null ? Flag.shadow : 0) |
    (hasContent ? Flag.hasContent : 0);
}

/** What follows from the rows: where subtrees end, how long running spans are by now, who outlives the parent. */
function settle(skeleton: Skeleton): Skeleton {
  const { n, start, flags } = skeleton;
  const [end, dur] = [new Uint32Array(n), skeleton.dur.slice()];
  let seen = 0;
  let runs = false;
  for (let row = 0; row < n; row += 1) {
    const isRunning = (at(flags, row) & Flag.running) !== 0;
    runs ||= isRunning;
    seen = Math.max(seen, at(start, row) + (isRunning ? 0 : at(dur, row)));
  }
  const open: number[] = [];
  for (let row = 0; row < n; row += 1) {
    while (open.length > 0 && at(skeleton.depth, open.at(-1) ?? 0) >= at(skeleton.depth, row)) {
      end[open.pop() ?? 0] = row;
    }
    if ((at(flags, row) & Flag.running) !== 0) dur[row] = seen - at(start, row);
    flags[row] = outlives(skeleton, dur, row, open.at(-1) ?? NONE)
      ? at(flags, row) | Flag.outlivesParent
      : at(flags, row) & ~Flag.outlivesParent;
    open.push(row);
  }
  for (const row of open) end[row] = n;
  return { ...skeleton, end, dur, complete: !runs };
}

function outlives({ start, flags }: Skeleton, dur: Numbers, row: number, parent: number): boolean {
  if (parent === NONE || (at(flags, parent) & Flag.running) !== 0) return false;
  const isRunning = (at(flags, row) & Flag.running) !== 0;
  return isRunning || at(start, row) + at(dur, row) > at(start, parent) + at(dur, parent);
}

export function newestSeq(skeleton: Skeleton): number {
  let newest = -1;
  for (let row = 0; row < skeleton.n; row += 1) newest = Math.max(newest, at(skeleton.seq, row));
  return newest;
}

export function countOrphans(skeleton: Skeleton): number {
  let orphans = 0;
  for (let row = 0; row < skeleton.n; row += 1)
    if ((at(skeleton.flags, row) & Flag.orphan) !== 0) orphans += 1;
  return orphans;
}
