import { expect, test } from 'vitest';
import { aCheckpoint, aStep } from '../testing/replay-samples';
import { placesOf } from './places';

test('a named checkpoint stands between the steps by its time, before one of the same moment', () => {
  const steps = [aStep({ step: 1, offset_us: 10 }), aStep({ step: 2, offset_us: 20 })];
  const places = placesOf(steps, [
    aCheckpoint({ id: 'b', offset_us: 20 }),
    aCheckpoint({ id: 'a', offset_us: 15 }),
  ]);
  expect(places.map(({ key }) => key)).toEqual(['step 1', 'checkpoint a', 'checkpoint b', 'step 2']);
});

test('an automatic checkpoint is the step that it marks, also where one span has several', () => {
  const steps = [1, 2, 3].map((step) => aStep({ step, offset_us: step * 10, span_id: 'cd' }));
  const auto = (id: string, offset_us: number) => aCheckpoint({ id, kind: 'auto', span_id: 'cd', offset_us });
  const places = placesOf(steps, [auto('a', 10), auto('c', 31)]);
  expect(places.map(({ checkpoint }) => checkpoint?.id)).toEqual(['a', undefined, 'c']);
});

test('an automatic checkpoint of a step that the recording lost stands by itself', () => {
  const places = placesOf(
    [aStep({ step: 1 })],
    [aCheckpoint({ id: 'x', kind: 'auto', span_id: 'elsewhere' })],
  );
  expect(places.map(({ key }) => key)).toEqual(['step 1', 'checkpoint x']);
});

test('nothing goes on from a checkpoint that was not recorded', () => {
  expect(placesOf([], [aCheckpoint({ id: null })])).toEqual([]);
});
