import { expect, test } from 'vitest';
import { draftOf, isLive, planOf } from './plan';
import type { Step } from './queries';

function aStep(fields: Partial<Step> = {}): Step {
  return {
    step: 3,
    kind: 'model',
    name: 'gpt-5.5',
    span_id: null,
    offset_us: 0,
    duration_us: 5,
    asked: '{"model":"gpt-5.5","messages":[]}',
    answer: '{"text":"hi"}',
    failure: null,
    is_cut: false,
    ...fields,
  };
}

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
