/** The bars of a histogram side by side: those without a trace too. */
import type { Histogram } from '../api/types';
import { clock, instant } from '../format';
import { type Milliseconds, ms } from '../units';

export interface Bar {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly count: number;
  readonly errors: number;
  readonly p95Us: number | null;
}

/** In order and without a gap; none where there is nothing. */
export function barsOf(histogram: Histogram): Bar[] {
  if (histogram.since === null || histogram.until === null || histogram.width_us === 0) return [];
  const [begin, end, width] = [instant(histogram.since), instant(histogram.until), histogram.width_us / 1000];
  const known = new Map(histogram.bars.map((bar) => [Math.round((instant(bar.start) - begin) / width), bar]));
  return Array.from({ length: Math.max(1, Math.ceil((end - begin) / width)) }, (_, index) => {
    const bar = known.get(index);
    return {
      from: ms(begin + index * width),
      to: ms(begin + (index + 1) * width),
      count: bar?.count ?? 0,
      errors: bar?.errors ?? 0,
      p95Us: bar?.p95_us ?? null,
    };
  });
}

/** How many traces all bars together hold: exactly as many as the list has. */
export function totalOf(histogram: Histogram): number {
  return histogram.bars.reduce((sum, bar) => sum + bar.count, 0);
}

/** Where a bar begins or ends, in words. */
export function edge(bars: readonly Bar[], index: number, side: 'from' | 'to'): string {
  const bar = bars[index];
  return bar === undefined ? '' : clock(bar[side]);
}

/** The 95th percentile over the bars as the points of lines: a bar in which nothing ended breaks the line. */
export function linesOf(bars: readonly Bar[], height: number): string[] {
  const highest = Math.max(1, ...bars.map((bar) => bar.p95Us ?? 0));
  const lines: string[][] = [];
  let isDrawing = false;
  bars.forEach((bar, index) => {
    if (bar.p95Us !== null && !isDrawing) lines.push([]);
    isDrawing = bar.p95Us !== null;
    if (bar.p95Us === null) return;
    const y = height - 1 - (bar.p95Us / highest) * (height - 2);
    lines.at(-1)?.push(`${index + 0.5},${Math.round(y * 10) / 10}`);
  });
  // one point alone is no line: it is drawn as a short one
  return lines.map(([first = '', ...rest]) => [first, ...(rest.length > 0 ? rest : [first])].join(' '));
}
