import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ms } from '../units';
import { throttle } from './throttle';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a burst runs once at once and once at the end', () => {
  let runs = 0;
  const throttled = throttle(() => {
    runs += 1;
  }, ms(1000));
  for (let call = 0; call < 50; call += 1) throttled();
  expect(runs).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(runs).toBe(2);
  vi.advanceTimersByTime(5000);
  expect(runs).toBe(2);
});

test('what was asked for after a pause runs at once', () => {
  let runs = 0;
  const throttled = throttle(() => {
    runs += 1;
  }, ms(1000));
  throttled();
  vi.advanceTimersByTime(3000);
  throttled();
  expect(runs).toBe(2);
});

test('after cancelling nothing runs any more', () => {
  let runs = 0;
  const throttled = throttle(() => {
    runs += 1;
  }, ms(1000));
  throttled();
  throttled();
  throttled.cancel();
  vi.advanceTimersByTime(5000);
  expect(runs).toBe(1);
});
