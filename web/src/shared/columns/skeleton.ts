/** A whole trace as columns: what the waterfall draws from. Never turned into row objects. */

export type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** Rows are in pre-order: a row's subtree is the rows from itself up to (not with) `end[row]`. */
export interface Skeleton {
  readonly n: number;
  /** `start` and `dur` count in units of this many microseconds. */
  readonly unitUs: number;
  readonly t0Ns: bigint;
  /** False while spans may still arrive. */
  readonly complete: boolean;
  readonly dropped: number;
  readonly names: readonly string[];
  readonly kinds: readonly string[];
  readonly statuses: readonly string[];
  readonly agents: readonly string[];
  readonly models: readonly string[];
  readonly depth: Numbers;
  readonly end: Numbers;
  readonly seq: Numbers;
  readonly name: Numbers;
  readonly kind: Numbers;
  readonly status: Numbers;
  readonly agent: Numbers;
  readonly model: Numbers;
  readonly start: Numbers;
  readonly dur: Numbers;
  readonly tin: Numbers;
  readonly tout: Numbers;
  readonly costMicro: Numbers;
  readonly flags: Numbers;
  /** Only in an answer to `since_seq`: the place of each row in the whole. */
  readonly pos?: Numbers;
}

/** The value of a column at a row; 0 behind the end, where nothing is ever drawn. */
export function at(column: Numbers | Int32Array | Float64Array, index: number): number {
  return column[index] ?? 0;
}

/** The bits of the `flags` column. */
export const Flag = {
  error: 1,
  running: 2,
  orphan: 4,
  unknownCost: 8,
  outlivesParent: 16,
  hasContent: 32,
  shadow: 64,
  internal: 128,
} as const;

export function has(skeleton: Skeleton, index: number, bit: number): boolean {
  return (at(skeleton.flags, index) & bit) !== 0;
}
