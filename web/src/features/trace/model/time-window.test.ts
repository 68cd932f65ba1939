import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { us } from '@/shared/units';
import {
  between,
  clamp,
  fitting,
  isWhole,
  pan,
  tickStep,
  ticks,
  tickText,
  whole,
  windowOf,
  zoom,
} from './time-window';

const total = us(3_600_000_000);
const anyWindow = fc
  .tuple(fc.nat(3_000_000_000), fc.integer({ min: 10, max: 600_000_000 }))
  .map(([from, length]) => windowOf(from, from + length));

describe('the time window', () => {
  test('never leaves the trace and never becomes empty, however it is moved', () => {
    fc.assert(
      fc.property(
        anyWindow,
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        fc.nat(3_600_000_000),
        (window, factor, at) => {
          for (const moved of [
            zoom(window, factor, at, total),
            pan(window, factor - 500, total),
            clamp(window, total),
          ]) {
            expect(moved.from).toBeGreaterThanOrEqual(0);
            expect(moved.to).toBeLessThanOrEqual(total + 1e-3);
            expect(moved.to - moved.from).toBeGreaterThan(9.9);
          }
        },
      ),
    );
  });

  test('keeps the moment under the pointer where it is while zooming in', () => {
    fc.assert(
      fc.property(
        anyWindow,
        fc.double({ min: 0.2, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (window, factor, share) => {
          fc.pre((window.to - window.from) * factor > 20);
          const moment = window.from + (window.to - window.from) * share;
          const zoomed = zoom(window, factor, moment, total);
          const after = (moment - zoomed.from) / (zoomed.to - zoomed.from);
          expect(after).toBeCloseTo(share, 5);
        },
      ),
    );
  });

  test('zooming in and out again is where it began', () => {
    const window = windowOf(1_000_000_000, 2_000_000_000);
    const back = zoom(zoom(window, 0.5, 1_500_000_000, total), 2, 1_500_000_000, total);
    expect(back.from).toBeCloseTo(window.from);
    expect(back.to).toBeCloseTo(window.to);
  });

  test('fits a span with air around it', () => {
    const window = fitting(1_000_000, 1_000_000, total);
    expect(window.from).toBeLessThan(1_000_000);
    expect(window.to).toBeGreaterThan(2_000_000);
    expect(isWhole(fitting(0, total, total), total)).toBe(true);
  });

  test('moves from one range to another without overshooting', () => {
    const [a, b] = [windowOf(0, 100), windowOf(50, 60)];
    expect(between(a, b, 0)).toEqual(a);
    expect(between(a, b, 1)).toEqual(b);
    expect(between(a, b, 0.5).from).toBeLessThan(50);
  });

  test('has at most so many ticks, at round distances', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 400_000_000_000 }),
        fc.integer({ min: 2, max: 20 }),
        (length, most) => {
          const found = ticks(windowOf(0, length), tickStep(length, most));
          expect(found.length).toBeLessThanOrEqual(most + 1);
          expect(found[0]).toBe(0);
        },
      ),
    );
  });

  test('writes ticks with the unit that their distance needs', () => {
    expect(tickText(us(300_000_000), us(20_000_000))).toBe('5m 00s');
    expect(tickText(us(7_200_000_000), us(3_600_000_000))).toBe('2h 00m');
    expect(tickText(us(0), us(1))).toBe('0');
    expect(whole(us(0)).to).toBeGreaterThan(0);
  });
});
