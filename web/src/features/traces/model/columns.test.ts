import { expect, test } from 'vitest';
import { shownColumns, toggledColumn } from './columns';

const ALL = ['Status', 'Trace', 'Cost', 'Started'];
const COLUMNS = ALL.map((name) => ({ name, cell: () => null }));
const shown = (cols?: string) => shownColumns(COLUMNS, cols).map((column) => column.name);

test('all columns are shown until some are named, in their own order', () => {
  expect(shown()).toEqual(ALL);
  expect(shown('Cost,Status')).toEqual(['Status', 'Trace', 'Cost']);
});

test('a list of columns that nobody knows shows all', () => expect(shown('Nonsense')).toEqual(ALL));

test('columns go and come back, and a list with all of them says nothing', () => {
  const without = toggledColumn(ALL, undefined, 'Cost');
  expect(without).toBe('Status,Trace,Started');
  expect(toggledColumn(ALL, without, 'Cost')).toBe('');
  expect(toggledColumn(ALL, undefined, 'Trace')).toBe('');
});
