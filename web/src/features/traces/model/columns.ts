/** Which columns of the list are shown, as the URL says it. */
import type { Column } from '@/shared/ui/table-columns';

/** Always there: without it a row is nameless. */
const NEEDED = 'Trace';

export function namesOf<Item>(columns: readonly Column<Item>[]): string[] {
  return columns.map((column) => column.name);
}

/** The columns in their own order; all of them where none is named. */
export function shownColumns<Item>(
  columns: readonly Column<Item>[],
  cols: string | undefined,
): Column<Item>[] {
  if (!cols) return [...columns];
  const wanted = new Set([...cols.split(','), NEEDED]);
  const shown = columns.filter((column) => wanted.has(column.name));
  return shown.length > 1 ? shown : [...columns];
}

/** The `cols` with one column more or less; nothing where all are shown. */
export function toggledColumn(all: readonly string[], cols: string | undefined, name: string): string {
  const before = new Set(cols ? cols.split(',') : all);
  if (before.has(name)) before.delete(name);
  else before.add(name);
  before.add(NEEDED);
  return all.every((each) => before.has(each)) ? '' : all.filter((each) => before.has(each)).join(',');
}

export function isNeeded(name: string): boolean {
  return name === NEEDED;
}
