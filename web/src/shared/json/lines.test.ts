import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findIn, opened, toggled } from './find';
import { type Folds, isOpenable, type Line, linesOf, parseJsonText, pathText, pieces } from './lines';

const ALL: Folds = { openTo: Number.POSITIVE_INFINITY, flipped: new Set() };
const THREE: Folds = { openTo: 3, flipped: new Set() };
const paths = (lines: readonly Line[]) =>
  lines.filter((line) => line.kind === 'open' || line.kind === 'leaf').map((line) => pathText(line.path));

describe('a JSON value as lines', () => {
  test('has one line a value and one for each closing bracket', () => {
    const lines = linesOf({ order: 88213, charges: [{ id: 'ch_1' }], empty: {} }, ALL);
    expect(paths(lines)).toEqual(['$', '$.order', '$.charges', '$.charges[0]', '$.charges[0].id', '$.empty']);
    expect(lines.filter((line) => line.kind === 'close').map((line) => line.bracket)).toEqual([
      '}',
      ']',
      '}',
    ]);
  });

  test('folds what lies deep, and only that', () => {
    const lines = linesOf({ a: { b: { c: { d: 1 } } } }, THREE);
    expect(paths(lines)).toEqual(['$', '$.a', '$.a.b', '$.a.b.c']);
    expect(lines.find((line) => pathText(line.path) === '$.a.b.c')).toMatchObject({
      isFolded: true,
      size: 1,
    });
  });

  test('turns one value over and back', () => {
    const value = { a: { b: 1 } };
    const [root, a] = linesOf(value, ALL);
    if (root === undefined || a === undefined) throw new Error('two lines are missing');
    const once = toggled(ALL, a.path);
    expect(paths(linesOf(value, once))).toEqual(['$', '$.a']);
    expect(linesOf(value, toggled(once, a.path))).toHaveLength(linesOf(value, ALL).length);
  });

  test('opens JSON inside a text as JSON, and a long text in pieces', () => {
    const value = { arguments: '{"city": "Paris"}', prompt: 'word '.repeat(200) };
    const folded = linesOf(value, ALL);
    expect(folded.filter((line) => line.kind === 'open' && line.isFolded)).toHaveLength(2);
    const [, first, second] = folded;
    if (first === undefined || second === undefined) throw new Error('lines are missing');
    expect(paths(linesOf(value, toggled(ALL, first.path)))).toContain('$.arguments.json.city');
    const texts = linesOf(value, toggled(ALL, second.path)).filter((line) => line.kind === 'text');
    expect(texts.map((line) => line.text).join('')).toBe(value.prompt);
  });

  test('never loses a value: all open, every plain value has its line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const lines = linesOf(value, ALL);
        const plain = (each: unknown): number => {
          if (typeof each !== 'object' || each === null) return 1;
          const inner = Object.values(each);
          return inner.length === 0 ? 1 : inner.reduce<number>((sum, child) => sum + plain(child), 0);
        };
        const leaves = lines.filter(
          (line) => line.kind === 'leaf' || (line.kind === 'open' && typeof line.value === 'string'),
        );
        expect(leaves).toHaveLength(plain(value));
      }),
    );
  });

  test('cuts a text into pieces that are the text again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const back = text
          .split('\n')
          .map((line) => pieces(line).join(''))
          .join('\n');
        expect(back).toBe(text);
        expect(Math.max(...pieces(text).map((piece) => piece.length))).toBeLessThanOrEqual(57);
      }),
    );
  });

  test('quotes keys that are no plain words', () => {
    expect(paths(linesOf({ 'gen_ai.usage': 1, "it's": 2 }, ALL))).toEqual([
      '$',
      '$["gen_ai.usage"]',
      `$["it's"]`,
    ]);
  });

  test('knows which texts can be opened', () => {
    expect(isOpenable('short')).toBe(false);
    expect(isOpenable('two\nlines')).toBe(true);
    expect(isOpenable('[1]')).toBe(true);
    expect(parseJsonText('{not json}')).toBeUndefined();
    expect(parseJsonText('"text"')).toBeUndefined();
  });
});

describe('finding in a JSON value', () => {
  const value = { charges: [{ status: 'captured' }, { status: 'refunded' }], refund: null };

  test('looks at keys and at plain values', () => {
    expect(findIn(value, 'REFUND').map(pathText)).toEqual(['$.charges[1].status', '$.refund']);
    expect(findIn(value, '')).toEqual([]);
  });

  test('opens what hides a hit', () => {
    const folded: Folds = { openTo: 1, flipped: new Set() };
    const [hit] = findIn(value, 'refunded');
    if (hit === undefined) throw new Error('the hit is missing');
    expect(paths(linesOf(value, opened(folded, hit)))).toContain('$.charges[1].status');
    expect(paths(linesOf(value, folded))).not.toContain('$.charges[1].status');
  });
});
