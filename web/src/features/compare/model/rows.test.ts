import { expect, test } from 'vitest';
import type { ComparedRow, ComparedSide } from '../api';
import { axisUs, deltaOf, shownRows } from './rows';

function side(fields: Partial<ComparedSide> = {}): ComparedSide {
  return {
    span_id: '0'.repeat(16),
    status: 'ok',
    model: null,
    offset_us: 0,
    duration_us: 10,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    ...fields,
  };
}

function row(depth: number, what: ComparedRow['what'], fields: Partial<ComparedRow> = {}): ComparedRow {
  return {
    depth,
    what,
    kind: 'span',
    name: `${what} ${depth}`,
    is_downstream: false,
    fields: [],
    before: what === 'new' ? null : side(),
    after: what === 'gone' ? null : side(),
    ...fields,
  };
}

test('only differences keeps what differs and the rows above it', () => {
  const rows = [
    row(0, 'same'),
    row(1, 'same'),
    row(1, 'same'),
    row(2, 'changed'),
    row(0, 'same'),
    row(1, 'new'),
  ];
  expect(shownRows(rows, true).map(({ index }) => index)).toEqual([0, 2, 3, 4, 5]);
  expect(shownRows(rows, false)).toHaveLength(6);
});

test('a figure that one side does not have has no difference', () => {
  const one = row(0, 'changed', {
    before: side({ duration_us: 100, input_tokens: 5, output_tokens: 2, cost_usd: null }),
    after: side({ duration_us: 40, input_tokens: 9, output_tokens: 2, cost_usd: 0.5 }),
  });
  expect(deltaOf(one)).toEqual({ durationUs: -60, tokens: 4, costUsd: null });
  expect(deltaOf(row(0, 'new'))).toEqual({ durationUs: null, tokens: null, costUsd: null });
});

test('both traces share the axis of the longer one', () => {
  const late = row(0, 'changed', { after: side({ offset_us: 90, duration_us: 30 }) });
  expect(axisUs([row(0, 'same'), late])).toBe(120);
  expect(axisUs([])).toBe(1);
});
