import { expect, test } from 'vitest';
import type { SpanEvent } from '@/shared/api/types';
import { failedRun, namesAt, skeletonOf } from '../testing/skeletons';
import { exceptionOf, failures, firstFailure } from './failure';

test('the first failure is where it began, not the root that it travelled up to', () => {
  const skeleton = failedRun();
  expect(namesAt(skeleton, [firstFailure(skeleton)])).toEqual(['ledger_query']);
});

test('of two failures the one that ended first is the first', () => {
  const skeleton = skeletonOf([
    { name: 'late', status: 'error', start: 0, dur: 900 },
    { name: 'early', status: 'timeout', start: 100, dur: 50 },
  ]);
  expect(namesAt(skeleton, [firstFailure(skeleton)])).toEqual(['early']);
  expect([...failures(skeleton)]).toEqual([0, 1]);
});

test('a trace without a failure has none', () => {
  expect(firstFailure(skeletonOf([{}, { status: 'cancelled' }]))).toBe(-1);
});

test('the last exception among the events tells type, message and stack', () => {
  const event = (name: string, attributes: SpanEvent['attributes']): SpanEvent => ({
    name,
    time: '2026-11-20T18:18:52Z',
    offset_us: 1,
    attributes,
  });
  expect(exceptionOf([event('retry', {})])).toBeNull();
  expect(
    exceptionOf([
      event('exception', { 'exception.type': 'ValueError' }),
      event('exception', { 'exception.type': 'HTTPError', 'exception.stacktrace': 'Traceback' }),
    ]),
  ).toEqual({ type: 'HTTPError', message: null, stack: 'Traceback' });
});
