/** A step of a recording and a checkpoint, for tests of the replay tab. */
import type { components } from '@/api-schema';
import type { Checkpoint } from '@/shared/api/types';

type Step = components['schemas']['StepOut'];

export function aStep(changes: Partial<Step> = {}): Step {
  return {
    step: 3,
    kind: 'model',
    name: 'gpt-5.5',
    span_id: null,
    offset_us: 0,
    duration_us: 5,
    cost_usd: null,
    asked: '{"model":"gpt-5.5","messages":[]}',
    answer: '{"text":"hi"}',
    failure: null,
    is_cut: false,
    ...changes,
  };
}

export function aCheckpoint(changes: Partial<Checkpoint> = {}): Checkpoint {
  return {
    name: 'after-plan',
    kind: 'manual',
    id: '5d1f02aa-9',
    recording: '0af7651916cd43dd8448eb211c80319c',
    step: 3,
    time: '2026-11-20T18:18:52.123456789Z',
    offset_us: 1_200_000,
    trace_id: 'a'.repeat(32),
    span_id: '00f067aa0ba902b7',
    seq: 2,
    span_name: 'plan',
    state_bytes: 17,
    state: '{"todo":["read"]}',
    state_chars: 17,
    state_href: null,
    ...changes,
  };
}
