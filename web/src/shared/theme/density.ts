/** How tall rows are, in three steps, kept in this browser: of the waterfall and of tables. */
import { useSyncExternalStore } from 'react';
import { readNumber, writeNumber } from './settings';

export const DENSITIES = ['compact', 'default', 'roomy'] as const;
export type Density = (typeof DENSITIES)[number];

interface Heights {
  /** A row of the waterfall, px. */
  readonly span: number;
  /** A row of a table, px. */
  readonly table: number;
}

const HEIGHTS: Readonly<Record<Density, Heights>> = {
  compact: { span: 20, table: 30 },
  default: { span: 24, table: 36 },
  roomy: { span: 28, table: 44 },
};
const KEY = 'density';
const listeners = new Set<() => void>();
let chosen: Density | null = null;

export function density(): Density {
  chosen ??= DENSITIES[readNumber(KEY, 1)] ?? 'default';
  return chosen;
}

export function chooseDensity(next: Density): void {
  chosen = next;
  writeNumber(KEY, DENSITIES.indexOf(next));
  for (const listener of listeners) listener();
}

export function onDensityChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDensity(): Density {
  return useSyncExternalStore(onDensityChange, density);
}

export function useRowHeights(): Heights {
  return HEIGHTS[useDensity()];
}
