/** The five models that cost most, and all others together. */
import type { CostRow } from '@/shared/api/types';

export interface ModelCost {
  name: string;
  cost: number;
  share: number;
  unknownCalls: number;
}

const MOST = 5;

export function topModels(rows: readonly CostRow[]): ModelCost[] {
  const used = rows.filter((row) => row.model_calls > 0);
  const sorted = used.toSorted(
    (a, b) => b.total_cost_usd - a.total_cost_usd || b.total_tokens - a.total_tokens,
  );
  const total = sorted.reduce((sum, row) => sum + row.total_cost_usd, 0);
  const named = sorted.slice(0, MOST).map((row) => modelCost(row.key ?? 'unknown model', [row], total));
  const rest = sorted.slice(MOST);
  if (rest.length === 1) return sorted.map((row) => modelCost(row.key ?? 'unknown model', [row], total));
  return rest.length === 0 ? named : [...named, modelCost(`${rest.length} other models`, rest, total)];
}

function modelCost(name: string, rows: readonly CostRow[], total: number): ModelCost {
  const cost = rows.reduce((sum, row) => sum + row.total_cost_usd, 0);
  return {
    name,
    cost,
    share: total === 0 ? 0 : cost / total,
    unknownCalls: rows.reduce((sum, row) => sum + row.unknown_cost_calls + row.calls_without_usage, 0),
  };
}
