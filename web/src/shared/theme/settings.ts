/** Small things a reader sets once: sizes of panes and the like, kept in this browser. */

export function readNumber(key: string, fallback: number): number {
  try {
    const value = Number(localStorage.getItem(`agenttrace.${key}`) ?? Number.NaN);
    return Number.isFinite(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

export function writeNumber(key: string, value: number): void {
  try {
    localStorage.setItem(`agenttrace.${key}`, String(value));
  } catch {
    // storage is forbidden in this browser: the size lasts until the page is closed
  }
}
