/** A figure against the one before: no number without a comparison. */

export interface Delta {
  readonly text: string;
  readonly direction: 'up' | 'down' | 'same';
}

/** Change in percent; null where there was nothing before. */
export function delta(now: number, before: number): Delta | null {
  if (before === 0) return null;
  const share = (now - before) / before;
  return { text: `${(Math.abs(share) * 100).toFixed(1)}%`, direction: directionOf(share, 0.0005) };
}

/** Change of a share in points: from 1.47 % to 1.87 % is 0.4 points. */
export function points(now: number, before: number): Delta {
  const change = (now - before) * 100;
  return { text: `${Math.abs(change).toFixed(1)} pt`, direction: directionOf(change, 0.05) };
}

function directionOf(change: number, least: number): Delta['direction'] {
  if (Math.abs(change) < least) return 'same';
  return change > 0 ? 'up' : 'down';
}
