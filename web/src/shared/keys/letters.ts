/** Whether single letters are keys: people who dictate, or whose input sends stray letters, turn them off (WCAG 2.1.4). */
import { useSyncExternalStore } from 'react';
import { readNumber, writeNumber } from '../theme/settings';

const KEY = 'keys.letters';
const listeners = new Set<() => void>();
let areOn: boolean | null = null;

export function lettersAreKeys(): boolean {
  areOn ??= readNumber(KEY, 1) !== 0;
  return areOn;
}

export function turnLetters(on: boolean): void {
  areOn = on;
  writeNumber(KEY, on ? 1 : 0);
  for (const listener of listeners) listener();
}

export function useLettersAreKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, lettersAreKeys);
}

/** True for a key that is off: one printable character while letters are turned off. */
export function isSilenced(event: KeyboardEvent): boolean {
  return event.key.length === 1 && !lettersAreKeys();
}
