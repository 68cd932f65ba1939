/** A JSON value as numbered lines, of which folding hides some: what the viewer shows a window of. */

export type Json = unknown;

export type Line =
  | { kind: 'leaf'; path: Path; label: string | null; value: Json }
  /** An object, a list, or a text that can be opened: JSON inside a string, or a long text. */
  | { kind: 'open'; path: Path; label: string | null; value: Json; size: number; isFolded: boolean }
  | { kind: 'close'; path: Path; bracket: '}' | ']' | '"' }
  /** A piece of an opened long text. */
  | { kind: 'text'; path: Path; text: string };

/** How to get to a value from the root. A link to the path above, so that lines are cheap. */
export interface Path {
  readonly above: Path | null;
  readonly key: string | number | null;
  readonly depth: number;
}

export const ROOT: Path = { above: null, key: null, depth: 0 };

/** Which values are open: levels below `openTo` unless they are in `flipped`. */
export interface Folds {
  readonly openTo: number;
  /** Texts of the paths whose state differs from what their level says. */
  readonly flipped: ReadonlySet<string>;
}

/** A text longer than this is cut on its line and can be opened. */
export const LONG_TEXT = 240;
/** Pieces are as long as a narrow pane shows without scrolling sideways. */
const PIECE = 56;

/** `$.charges[1].status`; keys that are no plain words are quoted. */
export function pathText(path: Path): string {
  const parts: string[] = [];
  for (let here: Path | null = path; here !== null && here.key !== null; here = here.above) {
    parts.push(partText(here.key));
  }
  return `$${parts.reverse().join('')}`;
}

function partText(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

export function isFolded(folds: Folds, path: Path, isText: boolean): boolean {
  const byLevel = isText || path.depth >= folds.openTo;
  return folds.flipped.size > 0 && folds.flipped.has(pathText(path)) ? !byLevel : byLevel;
}

/** The lines that are visible. Work is proportional to what is open, not to the size of the value. */
export function linesOf(value: Json, folds: Folds): Line[] {
  const lines: Line[] = [];
  addLines(lines, value, ROOT, null, folds);
  return lines;
}

function addLines(lines: Line[], value: Json, path: Path, label: string | null, folds: Folds): void {
  if (typeof value === 'string' && isOpenable(value)) addText(lines, value, path, label, folds);
  else if (typeof value === 'object' && value !== null) addContainer(lines, value, path, label, folds);
  else lines.push({ kind: 'leaf', path, label, value });
}

function addContainer(lines: Line[], value: object, path: Path, label: string | null, folds: Folds): void {
  const isList = Array.isArray(value);
  const keys = isList ? null : Object.keys(value);
  const size = isList ? value.length : (keys?.length ?? 0);
  const folded = size > 0 && isFolded(folds, path, false);
  if (size === 0) {
    lines.push({ kind: 'leaf', path, label, value });
    return;
  }
  lines.push({ kind: 'open', path, label, value, size, isFolded: folded });
  if (folded) return;
  for (let index = 0; index < size; index += 1) {
    const key = keys === null ? index : (keys[index] ?? '');
    const child = isList ? value[index] : (value as Record<string, Json>)[String(key)];
    addLines(lines, child, below(path, key), String(key), folds);
  }
  lines.push({ kind: 'close', path, bracket: isList ? ']' : '}' });
}

function addText(lines: Line[], text: string, path: Path, label: string | null, folds: Folds): void {
  const folded = isFolded(folds, path, true);
  lines.push({ kind: 'open', path, label, value: text, size: text.length, isFolded: folded });
  if (folded) return;
  const inner = parseJsonText(text);
  if (inner !== undefined)
    addLines(lines, inner, below(path, 'json'), null, { ...folds, openTo: path.depth + 3 });
  else for (const piece of pieces(text)) lines.push({ kind: 'text', path, text: piece });
  lines.push({ kind: 'close', path, bracket: '"' });
}

export function below(path: Path, key: string | number): Path {
  return { above: path, key, depth: path.depth + 1 };
}

/** Long, of several lines, or JSON once more. */
export function isOpenable(text: string): boolean {
  return text.length > LONG_TEXT || text.includes('\n') || looksLikeJson(text);
}

export function looksLikeJson(text: string): boolean {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return false;
  const last = text.trimEnd().at(-1);
  return text.length > 2 && last === (first === '{' ? '}' : ']');
}

/** What a text holds when it is JSON once more: an object or a list. */
export function parseJsonText(text: string): Json | undefined {
  if (!looksLikeJson(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Text cut at its line ends, and at a space where a line is longer than the viewer is wide. */
export function pieces(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    let from = 0;
    while (line.length - from > PIECE) {
      const space = line.lastIndexOf(' ', from + PIECE);
      const to = space > from + PIECE / 2 ? space + 1 : from + PIECE;
      found.push(line.slice(from, to));
      from = to;
    }
    found.push(line.slice(from));
  }
  return found;
}
