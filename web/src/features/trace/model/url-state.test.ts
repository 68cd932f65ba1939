import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { us } from '@/shared/units';
import { failedRun } from '../testing/skeletons';
import { windowOf } from './time-window';
import { isSameSearch, parseDepth, parseSpan, parseWindow, writeSearch, writeWindow } from './url-state';
import { TraceView } from './view';
import { nextWay, parseWay, WAYS } from './ways';

test('a span in the URL is a number, or sixteen digits from another page', () => {
  expect(parseSpan('12')).toEqual({ kind: 'seq', seq: 12 });
  expect(parseSpan('00f067aa0ba902b7')).toEqual({ kind: 'id', id: '00f067aa0ba902b7' });
  expect(parseSpan('nonsense')).toBeNull();
  expect(parseSpan(undefined)).toBeNull();
});

test('a range goes into the URL and comes back', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 20, max: 1_000_000 }), (from, length) => {
      const total = us(4_000_000);
      const window = windowOf(from, from + length);
      expect(parseWindow(writeWindow(window, total), total)).toEqual(window);
    }),
  );
  expect(writeWindow(windowOf(0, 100), us(100))).toBeUndefined();
  expect(parseWindow('9-3', us(100))).toBeNull();
});

test('the URL holds what is shown and keeps what it does not know', () => {
  const view = new TraceView();
  view.load(failedRun());
  view.select(3);
  view.find('ledger');
  view.foldToDepth(2);
  const search = writeSearch(view, { tab: 'events', span: '0' });
  expect(search).toEqual({ tab: 'events', span: '3', q: 'ledger', depth: '2' });
  expect(isSameSearch(search, { ...search })).toBe(true);
  expect(isSameSearch(search, {})).toBe(false);
  expect(parseDepth('2')).toBe(2);
  expect(parseDepth('deep')).toBeNull();
});

test('a view that is not ours is the waterfall, and v goes round', () => {
  expect(parseWay('flame')).toBe('flame');
  expect(parseWay('sunburst')).toBe('waterfall');
  expect(WAYS.map(nextWay)).toEqual([...WAYS.slice(1), WAYS[0]]);
});
