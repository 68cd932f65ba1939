import { describe, expect, test } from 'vitest';
import { BadColumns, decodeColumns, decodeJson } from './decode';
import goldenUrl from './golden.bin?inline';
import golden from './golden.json';

function goldenBytes(): ArrayBuffer {
  const text = atob(goldenUrl.slice(goldenUrl.indexOf(',') + 1));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer;
}

describe('the columns that the server writes', () => {
  test('are the same in binary and in JSON', () => {
    const binary = decodeColumns(goldenBytes());
    const json = decodeJson(golden);
    expect(binary.n).toBe(golden.n);
    expect(binary.t0Ns).toBe(BigInt(golden.t0_ns));
    expect({ ...plain(binary) }).toEqual({ ...plain(json) });
  });

  test('hold names, kinds and statuses by index', () => {
    const skeleton = decodeColumns(goldenBytes());
    const words = (column: ArrayLike<number>, dictionary: readonly string[]) =>
      Array.from(column, (index) => dictionary[index]);
    expect(words(skeleton.name, skeleton.names)).toEqual(
      golden.columns.name.map((index) => golden.dicts.name[index]),
    );
    expect(skeleton.statuses).toContain('running');
    expect(skeleton.kinds).toContain('llm_call');
  });

  test('look into the received bytes instead of copying them', () => {
    const bytes = goldenBytes();
    expect(decodeColumns(bytes).start.buffer).toBe(bytes);
  });
});

describe('bytes that are no columns', () => {
  test('are refused when they are too few', () => {
    expect(() => decodeColumns(new ArrayBuffer(3))).toThrow(BadColumns);
  });

  test('are refused when they start otherwise', () => {
    const page = new TextEncoder().encode('<!doctype html>').buffer;
    expect(() => decodeColumns(page)).toThrow(/they start with "<!do", not ATC1/);
  });

  test('are refused wherever they are cut', () => {
    const whole = goldenBytes();
    for (let length = 0; length < whole.byteLength - 1; length += 7) {
      expect(() => decodeColumns(whole.slice(0, length))).toThrow(BadColumns);
    }
  });

  test('are refused when a column is missing', () => {
    const { flags: _, ...columns } = golden.columns;
    expect(() => decodeJson({ ...golden, columns })).toThrow(/column flags is missing/);
  });
});

function plain(skeleton: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(skeleton).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? Array.from(value as unknown as Iterable<number>) : value,
    ]),
  );
}
