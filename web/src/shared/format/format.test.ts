import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ms, us } from '../units';
import {
  ago,
  axisText,
  bytes,
  compact,
  count,
  duration,
  exactly,
  instant,
  money,
  moneyWithUnknown,
  offset,
  percent,
  plural,
} from './index';

describe('durations', () => {
  test.each([
    [0, '0µs'],
    [999, '999µs'],
    [1000, '1.0ms'],
    [6300, '6.3ms'],
    [9_960, '10ms'],
    [59_000, '59ms'],
    [999_400, '999ms'],
    [999_600, '1.00s'],
    [1_820_000, '1.82s'],
    [14_100_000, '14.1s'],
    [59_949_000, '59.9s'],
    [59_960_000, '1m 00s'],
    [252_000_000, '4m 12s'],
    [3_600_000_000, '1h 00m'],
    [49_980_000_000, '13h 53m'],
    [104_400_000_000, '1d 05h'],
  ])('%i µs is %s', (value, text) => {
    expect(duration(us(value))).toBe(text);
  });

  test('what has not ended has no duration', () => expect(duration(null)).toBe('–'));
  test('an offset has its sign', () => expect(offset(us(307_000_000))).toBe('+5m 07s'));
  test('before the start is negative', () => expect(offset(us(-2000))).toBe('-2.0ms'));
  test('the text is never long', () => {
    fc.assert(fc.property(fc.nat(2 ** 40), (value) => duration(us(value)).length <= 8));
  });
});

describe('money', () => {
  test.each([
    [null, '?'],
    [0, '$0'],
    [132.18, '$132.18'],
    [1234.5, '$1,234.50'],
    [0.84, '$0.84'],
    [0.1167, '$0.1167'],
    [0.363, '$0.3630'],
    [0.004684, '$0.004684'],
    [0.0000123, '$0.0000123'],
    [1e-12, '<$0.000000001'],
    [-2, '-$2.00'],
  ])('%s is %s', (value, text) => {
    expect(money(value)).toBe(text);
  });

  test('a sum says that part of it is unknown', () => {
    expect(moneyWithUnknown(1.5, 0)).toBe('$1.50');
    expect(moneyWithUnknown(1.5, 2)).toBe('$1.50 + ?');
    expect(moneyWithUnknown(0, 2)).toBe('?');
  });
});

describe('counts', () => {
  test.each([
    [312, '312'],
    [9999, '9,999'],
    [48_213, '48.2k'],
    [999_400, '999k'],
    [999_600, '1.00M'],
    [48_200_000, '48.2M'],
    [1_310_000_000, '1.31B'],
  ])('%i is %s', (value, text) => expect(compact(value)).toBe(text));

  test('axes need no decimals', () => {
    expect([2_000_000, 1_500_000, 250_000].map(axisText)).toEqual(['2M', '1.5M', '250k']);
  });
  test('what is not there is a dash', () => expect(count(null)).toBe('–'));
  test('one is singular', () =>
    expect([plural(1, 'span'), plural(1204, 'span')]).toEqual(['1 span', '1,204 spans']));
  test('bytes have a unit', () =>
    expect([bytes(12), bytes(65_536), bytes(3_145_728)]).toEqual(['12 B', '64.0 KB', '3.00 MB']));
  test('shares are percent', () => expect(percent(0.0187)).toBe('1.87 %'));
});

describe('moments', () => {
  const now = ms(1_763_662_732_000);
  test.each([
    [2, 'just now'],
    [42, '42 s ago'],
    [130, '2 min ago'],
    [7_300, '2 h ago'],
    [180_000, '2 d ago'],
  ])('%i seconds before is %s', (seconds, text) => {
    expect(ago(ms(now - seconds * 1000), now)).toBe(text);
  });

  test('nanoseconds do not disturb reading', () => {
    expect(instant('2026-11-20T18:18:52.123456789Z')).toBe(Date.parse('2026-11-20T18:18:52.123Z'));
  });
  test('the exact moment names its zone', () => {
    expect(exactly('2026-11-20T18:18:52.123456789Z')).toMatch(/^2026-11-\d\d \d\d:\d\d:52\.123 UTC/);
  });
  test('what is no moment stays as it is', () => expect(exactly('yesterday')).toBe('yesterday'));
});
