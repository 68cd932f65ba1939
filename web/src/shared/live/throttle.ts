/** At most one run in a span of time, and never a lost last one. */
import type { Milliseconds } from '../units';

export interface Throttled {
  (): void;
  cancel: () => void;
}

export function throttle(run: () => void, every: Milliseconds): Throttled {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asked = false;
  const fire = () => {
    timer = null;
    if (!asked) return;
    asked = false;
    timer = setTimeout(fire, every);
    run();
  };
  const throttled = () => {
    asked = true;
    if (timer === null) fire();
  };
  throttled.cancel = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    asked = false;
  };
  return throttled;
}
