/** Sums of cost that do not hide what is missing from them. */
import { moneyWithUnknown, plural } from './number';

/** The part of every sum of the API that says what its calls cost. */
export interface Costed {
  readonly total_cost_usd: number;
  /** Calls whose price nobody knows. */
  readonly unknown_cost_calls: number;
  /** Calls of which nobody said how many tokens they used. */
  readonly calls_without_usage: number;
}

/** "$0.84", "$0.84 + ?" when some calls have no price, "?" when none has. */
export function costOf(sum: Costed): string {
  return moneyWithUnknown(sum.total_cost_usd, sum.unknown_cost_calls + sum.calls_without_usage);
}

/** What the "?" stands for; undefined where there is none. */
export function whyUnknown(sum: Costed): string | undefined {
  const reasons: string[] = [];
  if (sum.unknown_cost_calls > 0) reasons.push(`price of ${plural(sum.unknown_cost_calls, 'call')} unknown`);
  if (sum.calls_without_usage > 0) reasons.push(`${plural(sum.calls_without_usage, 'call')} without usage`);
  return reasons.length === 0 ? undefined : reasons.join(', ');
}
