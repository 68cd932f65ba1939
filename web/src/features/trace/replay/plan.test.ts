import { expect, test } from 'vitest';
import { aCheckpoint, aStep } from '../testing/replay-samples';
import { placesOf } from './places';
import { draftAt, draftOf, isLive, planAt, planOf } from './plan';

test('a step that was left as it is asks for a replay as it was', () => {
  const plan = planOf(aStep(), draftOf(aStep()));
  expect(plan).toEqual({ edits: {}, tools: 'recorded' });
  expect(isLive(plan)).toBe(false);
});

test('a changed request sends only the fields that changed', () => {
  const draft = {
    ...draftOf(aStep()),
    asked: '{"model":"gpt-5.5","messages":[{"role":"user","content":"rain"}]}',
  };
  expect(planOf(aStep(), draft).edits).toEqual({
    3: { request: { messages: [{ role: 'user', content: 'rain' }] } },
  });
});

test('a changed result goes on live behind its step', () => {
  const tool = aStep({ kind: 'tool', answer: '{"sky":"sunny"}' });
  const plan = planOf(tool, { ...draftOf(tool), answer: '{"sky":"rain"}' });
  expect(plan).toEqual({ edits: { 3: { response: '{"sky":"rain"}' } }, tools: 'recorded' });
  expect(isLive(plan)).toBe(true);
});

test('another model and live tools go live from the step on', () => {
  expect(planOf(aStep(), { ...draftOf(aStep()), model: ' other ' })).toMatchObject({
    model: 'other',
    from_step: 3,
  });
  expect(planOf(aStep(), { ...draftOf(aStep()), tools: 'live' })).toMatchObject({
    tools: 'live',
    from_step: 3,
  });
});

test('what is no JSON is said in words', () => {
  expect(() => planOf(aStep(), { ...draftOf(aStep()), asked: '{' })).toThrow('The request is no JSON');
  const tool = aStep({ kind: 'tool' });
  expect(() => planOf(tool, { ...draftOf(tool), answer: 'rain' })).toThrow('The result is no JSON');
});

test('a request and its answer cannot both be changed, and a field cannot be taken out', () => {
  const draft = { ...draftOf(aStep()), asked: '{"model":"gpt-5.5","messages":[1]}', answer: '{}' };
  expect(() => planOf(aStep(), draft)).toThrow('Change the request or the answer');
  const without = { ...draftOf(aStep()), asked: '{"model":"gpt-5.5"}' };
  expect(() => planOf(aStep(), without)).toThrow('must keep its field messages');
});

test('a request that is only written otherwise asks for a replay as it was', () => {
  const draft = { ...draftOf(aStep()), asked: '{"messages":[],"model":"gpt-5.5"}' };
  expect(planOf(aStep(), draft)).toEqual({ edits: {}, tools: 'recorded' });
});

test('from a checkpoint on models are asked, also another one', () => {
  const [place] = placesOf([], [aCheckpoint({ id: '5d1f-9' })]);
  if (place === undefined) throw new Error('there is no place');
  const plan = planAt(place, { ...draftAt(place), model: 'other' });
  expect(plan).toEqual({ edits: {}, tools: 'recorded', from_checkpoint: '5d1f-9', model: 'other' });
  expect(isLive(planAt(place, draftAt(place)))).toBe(true);
});
