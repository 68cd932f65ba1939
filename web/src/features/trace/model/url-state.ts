/** What of the trace page is in its URL: the selected span, the time window, the depth, the words to find, internal spans, the tab. */
import type { Microseconds } from '@/shared/units';
import { TRACE_KEYS, type TraceSearch } from '@/shared/url/searches';
import { clamp, isWhole, type TimeWindow, windowOf } from './time-window';
import type { TraceView } from './view';

export type SpanReference = { kind: 'seq'; seq: number } | { kind: 'id'; id: string };

/** A span is named by its number in the trace, or (in links from elsewhere) by its sixteen hexadecimal digits. */
export function parseSpan(text: string | undefined): SpanReference | null {
  if (text === undefined) return null;
  if (/^[0-9a-f]{16}$/.test(text)) return { kind: 'id', id: text };
  return /^\d{1,10}$/.test(text) ? { kind: 'seq', seq: Number(text) } : null;
}

/** `t=300000000-360000000`: microseconds from the start of the trace. */
export function parseWindow(text: string | undefined, total: Microseconds): TimeWindow | null {
  const parts = /^(\d+)-(\d+)$/.exec(text ?? '');
  if (parts === null) return null;
  const [from, to] = [Number(parts[1]), Number(parts[2])];
  return from < to ? clamp(windowOf(from, to), total) : null;
}

/** Nothing when the whole trace is shown. */
export function writeWindow(window: TimeWindow, total: Microseconds): string | undefined {
  if (isWhole(window, total)) return undefined;
  return `${Math.floor(window.from)}-${Math.ceil(window.to)}`;
}

/** `depth=3`: everything below three levels is folded. */
export function parseDepth(text: string | undefined): number | null {
  return /^\d{1,3}$/.test(text ?? '') ? Number(text) : null;
}

/** `internal=1`: a framework's machinery is listed too. */
export function parseInternal(text: string | undefined): boolean {
  return text === '1';
}

/** The URL of what is shown; what the view does not know stays as it was. */
export function writeSearch(view: TraceView, before: TraceSearch): TraceSearch {
  const window = writeWindow(view.window, view.total);
  const span = view.selectedSeq === null ? before.span : String(view.selectedSeq);
  return {
    ...(before.view ? { view: before.view } : {}),
    ...(before.tab ? { tab: before.tab } : {}),
    ...(span === undefined ? {} : { span }),
    ...(window === undefined ? {} : { t: window }),
    ...(view.query === '' ? {} : { q: view.query }),
    ...(view.depth === null ? {} : { depth: String(view.depth) }),
    ...(view.showsMachinery ? { internal: '1' } : {}),
  };
}

export function isSameSearch(a: TraceSearch, b: TraceSearch): boolean {
  return TRACE_KEYS.every((key) => a[key] === b[key]);
}
