/** How long ago, with the exact moment on hover; it keeps itself right while the page is open. */
import { useEffect, useState } from 'react';
import { ago, exactly, instant } from '../format';
import { type Milliseconds, ms } from '../units';

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | null = null;

/** One clock for every such text on the page. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    for (const each of listeners) each();
  }, 5000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || ticking === null) return;
    clearInterval(ticking);
    ticking = null;
  };
}

export function useNow(): Milliseconds {
  const [now, setNow] = useState(() => ms(Date.now()));
  useEffect(() => onTick(() => setNow(ms(Date.now()))), []);
  return now;
}

export function When({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactly(at)} className="relative z-1 whitespace-nowrap tabular-nums">
      {ago(instant(at), now)}
    </time>
  );
}
