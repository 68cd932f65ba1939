/** Finding in a JSON value: the paths whose key or plain value has the words. */
import { below, type Folds, isFolded, type Json, type Path, pathText, ROOT } from './lines';

/** More hits than this are not counted one by one. */
export const MOST_HITS = 10_000;

export function findIn(value: Json, words: string): Path[] {
  const wanted = words.trim().toLowerCase();
  const hits: Path[] = [];
  if (wanted !== '') walk(value, ROOT, wanted, hits);
  return hits;
}

function walk(value: Json, path: Path, wanted: string, hits: Path[]): void {
  if (hits.length >= MOST_HITS) return;
  const inKey = typeof path.key === 'string' && path.key.toLowerCase().includes(wanted);
  const isPlain = typeof value !== 'object' || value === null;
  if (inKey || (isPlain && String(value).toLowerCase().includes(wanted))) hits.push(path);
  if (isPlain) return;
  const children: Iterable<[string | number, Json]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value);
  for (const [key, child] of children) walk(child, below(path, key), wanted, hits);
}

/** The same folds with everything above `path` open. */
export function opened(folds: Folds, path: Path): Folds {
  const flipped = new Set(folds.flipped);
  for (let above = path.above; above !== null; above = above.above) {
    if (isFolded({ ...folds, flipped }, above, false)) flip(flipped, pathText(above));
  }
  return { ...folds, flipped };
}

export function toggled(folds: Folds, path: Path): Folds {
  const flipped = new Set(folds.flipped);
  flip(flipped, pathText(path));
  return { ...folds, flipped };
}

function flip(flipped: Set<string>, text: string): void {
  if (!flipped.delete(text)) flipped.add(text);
}
