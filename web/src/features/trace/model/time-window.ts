/** Which part of the trace's time the bars show: zoom, pan, and the ticks of the ruler. */
import { type Microseconds, us } from '@/shared/units';

export interface TimeWindow {
  readonly from: Microseconds;
  readonly to: Microseconds;
}

/** Nothing is shorter than this on the whole width: 10 µs. */
const SHORTEST = 10;

export function windowOf(from: number, to: number): TimeWindow {
  return { from: us(from), to: us(to) };
}

export function whole(total: Microseconds): TimeWindow {
  return windowOf(0, Math.max(SHORTEST, total));
}

export function isWhole(window: TimeWindow, total: Microseconds): boolean {
  const all = whole(total);
  return window.from <= all.from && window.to >= all.to;
}

/** Keeps a window inside the trace without changing its length where that is possible. */
export function clamp(window: TimeWindow, total: Microseconds): TimeWindow {
  const all = whole(total);
  const length = Math.min(all.to, Math.max(SHORTEST, window.to - window.from));
  const from = Math.min(Math.max(0, window.from), all.to - length);
  return windowOf(from, from + length);
}

/** Zooms so that the moment `centre` stays where it is; `factor` below 1 shows less time. */
export function zoom(window: TimeWindow, factor: number, centre: number, total: Microseconds): TimeWindow {
  const length = window.to - window.from;
  const next = Math.max(SHORTEST, length * factor);
  const share = (centre - window.from) / length;
  return clamp(windowOf(centre - share * next, centre + (1 - share) * next), total);
}

/** Moves by a share of what is shown. */
export function pan(window: TimeWindow, share: number, total: Microseconds): TimeWindow {
  const by = (window.to - window.from) * share;
  return clamp(windowOf(window.from + by, window.to + by), total);
}

/** A span with some air at both sides. */
export function fitting(start: number, length: number, total: Microseconds): TimeWindow {
  const air = Math.max(SHORTEST / 2, length * 0.08);
  return clamp(windowOf(start - air, start + length + air), total);
}

/** Between two windows, for the animation: `progress` from 0 to 1, slowing down at the end. */
export function between(from: TimeWindow, to: TimeWindow, progress: number): TimeWindow {
  const eased = 1 - (1 - progress) ** 3;
  const mix = (a: number, b: number) => a + (b - a) * eased;
  return windowOf(mix(from.from, to.from), mix(from.to, to.to));
}

const SECOND = 1_000_000;
const STEPS_OVER_A_SECOND = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** A round distance between ticks, so that at most `most` of them fit into `length`. */
export function tickStep(length: number, most: number): Microseconds {
  const wanted = length / Math.max(1, most);
  if (wanted > SECOND / 2) {
    const step = STEPS_OVER_A_SECOND.find((each) => each * SECOND >= wanted);
    return us((step ?? Math.ceil(wanted / SECOND / 86_400) * 86_400) * SECOND);
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const step = [1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10;
  return us(step * power);
}

export function ticks(window: TimeWindow, step: Microseconds): Microseconds[] {
  const found: Microseconds[] = [];
  for (let value = Math.ceil(window.from / step) * step; value <= window.to; value += step)
    found.push(us(value));
  return found;
}

/** A tick as text, with the unit that the distance between ticks needs. */
export function tickText(value: Microseconds, step: Microseconds): string {
  if (value === 0) return '0';
  if (step < 1000)
    return value < 10_000 ? `${round(value)}µs` : `${(value / 1000).toFixed(decimalsOf(step, 1000))}ms`;
  if (step < SECOND && value < 10 * SECOND) return `${(value / 1000).toFixed(decimalsOf(step, 1000))}ms`;
  const seconds = value / SECOND;
  if (seconds < 60) return `${seconds.toFixed(decimalsOf(step, SECOND))}s`;
  const rest = (seconds % 60)
    .toFixed(decimalsOf(step, SECOND))
    .padStart(decimalsOf(step, SECOND) > 0 ? 4 : 2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${rest}s`;
  const clock = `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
  return step < 60 * SECOND ? `${clock} ${rest}s` : clock;
}

function decimalsOf(step: number, unit: number): number {
  return step >= unit ? 0 : Math.min(6, Math.ceil(Math.log10(unit / step)));
}

function round(value: number): number {
  return Math.round(value);
}
