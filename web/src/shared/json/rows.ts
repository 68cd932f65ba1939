/** A JSON value as the list of lines that are open: what the viewer shows, without a DOM node per line. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface JsonRow {
  /** `$.charges[1].status` */
  readonly path: string;
  readonly depth: number;
  readonly name: string | null;
  readonly value: Json;
  /** How many things lie inside; 0 for a plain value. */
  readonly size: number;
  readonly isOpen: boolean;
}

export const OPEN_LEVELS = 3;

export function sizeOf(value: Json): number {
  if (value === null || typeof value !== 'object') return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** `flipped` holds the paths whose state differs from the start, where levels below `openLevels` are folded. */
export function jsonRows(value: Json, flipped: ReadonlySet<string>, openLevels = OPEN_LEVELS): JsonRow[] {
  const rows: JsonRow[] = [];
  const walk = (name: string | null, inner: Json, path: string, depth: number) => {
    const size = sizeOf(inner);
    const isOpen = size > 0 && depth < openLevels !== flipped.has(path);
    rows.push({ path, depth, name, value: inner, size, isOpen });
    if (!isOpen || inner === null || typeof inner !== 'object') return;
    if (Array.isArray(inner)) {
      for (const [index, item] of inner.entries()) walk(null, item, `${path}[${index}]`, depth + 1);
      return;
    }
    for (const [key, item] of Object.entries(inner)) walk(key, item, childPath(path, key), depth + 1);
  };
  walk(null, value, '$', 0);
  return rows;
}

/** Indexes of the rows whose name or value has the words. */
export function findInRows(rows: readonly JsonRow[], words: string): number[] {
  const wanted = words.toLowerCase();
  if (wanted === '') return [];
  const hits: number[] = [];
  rows.forEach((row, index) => {
    const value = row.size === 0 ? String(row.value) : '';
    if (row.name?.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted)) hits.push(index);
  });
  return hits;
}

/** A text that holds a JSON object or list, as that; JSON inside strings is what nobody can read. */
export function parseJsonText(text: string): Json | undefined {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function childPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
