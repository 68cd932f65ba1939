/** Answer first: which spans failed, and which failure was the first. */
import type { SpanEvent } from '@/shared/api/types';
import { at, Flag, has, type Skeleton } from '@/shared/columns';

/** The failed rows, ascending. */
export function failures(skeleton: Skeleton): Uint32Array {
  const found = new Uint32Array(skeleton.n);
  let count = 0;
  for (let row = 0; row < skeleton.n; row += 1) {
    if (!has(skeleton, row, Flag.error)) continue;
    found[count] = row;
    count += 1;
  }
  return found.slice(0, count);
}

/**
 * The span where it began: of the failed spans with no failed span below them (an error travels up to its parents),
 * the one that ended first. -1 when nothing failed.
 */
export function firstFailure(skeleton: Skeleton, failed: Uint32Array = failures(skeleton)): number {
  let first = -1;
  let firstEnd = Number.POSITIVE_INFINITY;
  failed.forEach((row, index) => {
    const next = failed[index + 1];
    if (next !== undefined && next < at(skeleton.end, row)) return;
    const end = at(skeleton.start, row) + at(skeleton.dur, row);
    if (end >= firstEnd) return;
    first = row;
    firstEnd = end;
  });
  return first;
}

export interface Exception {
  readonly type: string | null;
  readonly message: string | null;
  readonly stack: string | null;
}

/** The last exception among a span's events, by OpenTelemetry's names. */
export function exceptionOf(events: readonly SpanEvent[]): Exception | null {
  const event = events.findLast((each) => each.name === 'exception');
  if (event === undefined) return null;
  const text = (name: string) => {
    const value = event.attributes[`exception.${name}`];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return { type: text('type'), message: text('message'), stack: text('stacktrace') };
}
