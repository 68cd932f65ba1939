/** Where a replay can go on from: the steps of the recording and the checkpoints between them, in order of time. */
import type { Checkpoint } from '@/shared/api/types';
import type { Step } from './queries';

export interface AtStep {
  readonly kind: 'step';
  readonly key: string;
  readonly offsetUs: number;
  readonly step: Step;
  /** The one that the SDK makes by itself where a step begins. */
  readonly checkpoint: Checkpoint | null;
}

export interface AtCheckpoint {
  readonly kind: 'checkpoint';
  readonly key: string;
  readonly offsetUs: number;
  readonly checkpoint: Checkpoint;
  readonly id: string;
}

export type Place = AtStep | AtCheckpoint;

/** A checkpoint that was not recorded has no id: nothing can go on from it. */
export function placesOf(steps: readonly Step[], checkpoints: readonly Checkpoint[]): Place[] {
  const automatic = new Map<Step, Checkpoint>();
  const own: Place[] = [];
  for (const checkpoint of checkpoints) {
    if (checkpoint.id === null) continue;
    const step = checkpoint.kind === 'auto' ? stepOf(checkpoint, steps) : undefined;
    if (step !== undefined && !automatic.has(step)) automatic.set(step, checkpoint);
    else own.push(atCheckpoint(checkpoint, checkpoint.id));
  }
  const atSteps = steps.map(
    (step): Place => ({
      kind: 'step',
      key: `step ${step.step}`,
      offsetUs: step.offset_us,
      step,
      checkpoint: automatic.get(step) ?? null,
    }),
  );
  return [...own, ...atSteps].sort((a, b) => a.offsetUs - b.offsetUs);
}

function atCheckpoint(checkpoint: Checkpoint, id: string): AtCheckpoint {
  return { kind: 'checkpoint', key: `checkpoint ${id}`, offsetUs: checkpoint.offset_us, checkpoint, id };
}

/** It is written right behind the beginning of its step, in the same span. */
function stepOf(checkpoint: Checkpoint, steps: readonly Step[]): Step | undefined {
  return steps.findLast(
    (step) => step.span_id === checkpoint.span_id && step.offset_us <= checkpoint.offset_us,
  );
}
