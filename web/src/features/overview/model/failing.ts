/** Failures that look alike, and how they do against the day before. */
import type { ErrorPattern } from '@/shared/api/types';
import { count } from '@/shared/format';

export interface Failing {
  readonly key: string;
  readonly row: ErrorPattern;
  readonly trend: { readonly text: string; readonly isWorse: boolean };
}

/** So many are asked for; of more, the rarest are not known. */
export const MOST_PATTERNS = 100;

/** In the order of `now`; `before` is undefined until it is known. */
export function failingNow(
  now: readonly ErrorPattern[],
  before: readonly ErrorPattern[] | undefined,
): Failing[] {
  const known = before === undefined ? null : new Map(before.map((row) => [keyOf(row), row.count]));
  return now.map((row) => ({
    key: keyOf(row),
    row,
    trend: trendOf(row.count, known?.get(keyOf(row)), before !== undefined && before.length < MOST_PATTERNS),
  }));
}

function keyOf(row: ErrorPattern): string {
  return `${row.span_type} ${row.name} ${row.pattern}`;
}

function trendOf(now: number, before: number | undefined, isAllKnown: boolean): Failing['trend'] {
  if (before === undefined) return isAllKnown ? { text: 'new', isWorse: true } : { text: '', isWorse: false };
  const sign = now > before ? '▲ ' : now < before ? '▼ ' : '= ';
  return { text: `${sign}from ${count(before)}`, isWorse: now > before };
}
