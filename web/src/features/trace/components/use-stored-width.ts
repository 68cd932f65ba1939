/** The width of a pane, remembered in this browser. */
import { useState } from 'react';
import { readNumber, writeNumber } from '@/shared/theme/settings';

export function useStoredWidth(key: string, fallback: number): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => readNumber(key, fallback));
  const set = (next: number) => {
    setWidth(next);
    writeNumber(key, next);
  };
  return [width, set];
}
