import { expect, test } from 'vitest';
import { writeValue } from '@/shared/language';
import { conditionsOf, cutAt, filled, gapAt, toggle, unwritten, valuesOf, without } from './question';

test('quoted words stay together', () => {
  expect(conditionsOf('status:error agent:"the planner" "charged twice"')).toEqual([
    'status:error',
    'agent:"the planner"',
    '"charged twice"',
  ]);
});

test('a value is added to its field, and taken away again', () => {
  expect(toggle('cart', 'status', 'error')).toBe('cart status:error');
  expect(toggle('cart status:error dur>1s', 'status', 'timeout')).toBe('cart status:(error,timeout) dur>1s');
  expect(toggle('status:(error, timeout) dur>1s', 'status', 'error')).toBe('status:timeout dur>1s');
  expect(toggle('cart status:error', 'status', 'error')).toBe('cart');
});

test('values with signs are quoted, also in a list', () => {
  const once = toggle('', 'agent', 'the "planner", and \\');
  expect(once).toBe('agent:"the \\"planner\\", and \\\\"');
  expect(toggle(toggle(once, 'agent', 'a'), 'agent', 'the "planner", and \\')).toBe('agent:a');
  expect(valuesOf('agent:(a,"b c")', 'agent')).toEqual(['a', '"b c"']);
  expect(valuesOf('cart', 'agent')).toEqual([]);
  expect(writeValue('a..b')).toBe('"a..b"');
});

test.each([
  ['sta', 3, { kind: 'field', field: '', typed: 'sta', from: 0, to: 3 }],
  ['cart -sta', 9, { kind: 'field', field: '', typed: 'sta', from: 6, to: 9 }],
  ['status:er x', 9, { kind: 'value', field: 'status', typed: 'er', from: 7, to: 9 }],
  ['status:', 7, { kind: 'value', field: 'status', typed: '', from: 7, to: 7 }],
  ['agent:"the pl', 13, { kind: 'value', field: 'agent', typed: 'the pl', from: 6, to: 13 }],
  ['model:(a,b', 10, { kind: 'value', field: 'model', typed: 'b', from: 9, to: 10 }],
  ['@http.st', 8, { kind: 'field', field: '', typed: '@http.st', from: 0, to: 8 }],
])('what can be completed in "%s" at %i', (text, caret, gap) => {
  expect(gapAt(text, caret)).toEqual(gap);
});

test.each([
  ['', 0],
  ['cart ', 5],
  ['cost>5', 6],
  ['"charged tw', 11],
])('nothing can be completed in "%s" at %i', (text, caret) => {
  expect(gapAt(text, caret)).toBeNull();
});

test('a gap is filled and the caret stands behind it', () => {
  const gap = gapAt('sta cart', 3);
  expect(gap && filled('sta cart', gap, 'status:')).toEqual({ text: 'status: cart', caret: 7 });
});

test('a mistake is found by characters, not by their halves', () => {
  expect(cutAt('🦊 stauts:x', 2, 6)).toEqual(['🦊 ', 'stauts', ':x']);
});

test('a question can be asked without its conditions on one field', () => {
  expect(without('cart status:(ok,error) agent:a', 'status')).toBe('cart agent:a');
  expect(without('status:ok', 'status')).toBe('');
});

test.each(['plain', 'two words', 'a "quote" and \\'])('the value %s is what was written', (value) => {
  expect(unwritten(writeValue(value))).toBe(value);
});
