import { expect, test } from 'vitest';
import { aCheckpoint, aStep } from '../testing/replay-samples';
import { estimateOf } from './estimate';
import { placesOf } from './places';

const STEPS = [
  aStep({ step: 1, offset_us: 10, span_id: 'a', cost_usd: 0.5 }),
  aStep({ step: 2, offset_us: 20, span_id: 'b', kind: 'tool' }),
  aStep({ step: 3, offset_us: 30, span_id: 'c', cost_usd: 0.25 }),
  aStep({ step: 4, offset_us: 40, span_id: 'c', cost_usd: 0.25 }),
  aStep({ step: 5, offset_us: 50, span_id: null, cost_usd: null }),
];
const PLACES = placesOf(STEPS, [aCheckpoint({ id: 'x', offset_us: 25 })]);

function estimated(key: string, plan: Parameters<typeof estimateOf>[0]) {
  const place = PLACES.find((each) => each.key === key);
  if (place === undefined) throw new Error(key);
  return estimateOf(plan, place, STEPS);
}

test('calls from the step on are summed, attempts of one call once, a call without a price as unknown', () => {
  expect(estimated('step 1', { edits: {}, tools: 'recorded', from_step: 1 })).toEqual({
    calls: 3,
    costUsd: 0.75,
    unknown: 1,
  });
});

test('from a checkpoint on, only what began behind it counts', () => {
  const plan = { edits: {}, tools: 'recorded', from_checkpoint: 'x' } as const;
  expect(estimated('checkpoint x', plan)).toEqual({ calls: 2, costUsd: 0.25, unknown: 1 });
});

test('an edited answer costs what is behind it, an edited request itself, too', () => {
  const answered = { edits: { 1: { response: 'hi' } }, tools: 'recorded' } as const;
  expect(estimated('step 1', answered).costUsd).toBe(0.25);
  const asked = { edits: { 1: { request: {} } }, tools: 'recorded' } as const;
  expect(estimated('step 1', asked).costUsd).toBe(0.75);
});

test('a replay as it was costs nothing', () => {
  expect(estimated('step 1', { edits: {}, tools: 'recorded' })).toEqual({ calls: 0, costUsd: 0, unknown: 0 });
});
