/** What a replay will probably cost: what the model calls that go live cost when they were recorded. */
import type { Place } from './places';
import type { ReplayIn, Step } from './queries';

export interface Estimate {
  readonly calls: number;
  readonly costUsd: number;
  /** Calls whose price nobody knows. */
  readonly unknown: number;
}

/** Attempts of one call share a span, and its cost. */
export function estimateOf(plan: ReplayIn, place: Place, steps: readonly Step[]): Estimate {
  const live = steps.filter((step) => step.kind === 'model' && goesLive(step, plan, place));
  const costs = new Map(live.map((step) => [step.span_id ?? `step ${step.step}`, step.cost_usd]));
  const known = [...costs.values()].filter((cost) => cost !== null);
  return {
    calls: costs.size,
    costUsd: known.reduce((sum, cost) => sum + cost, 0),
    unknown: costs.size - known.length,
  };
}

function goesLive(step: Step, plan: ReplayIn, place: Place): boolean {
  if (plan.from_checkpoint != null) return step.offset_us >= place.offsetUs;
  if (plan.from_step != null) return step.step >= plan.from_step;
  return Object.entries(plan.edits ?? {}).some(([number, edit]) =>
    edit.request == null ? step.step > Number(number) : step.step >= Number(number),
  );
}
