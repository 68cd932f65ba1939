/** Says whether news arrive by themselves. */
import { useEffect, useState } from 'react';
import type { LiveState } from '../live/socket';

export function LiveBadge({ state }: { state: LiveState }) {
  const seconds = useCountdown(state.kind === 'paused' ? state.retryAt : null);
  const dot = state.kind === 'live' ? 'bg-ok' : 'bg-faint';
  return (
    <span role="status" className="control pointer-events-none">
      <span aria-hidden="true" className={`size-2 rounded-full ${dot}`} />
      {state.kind === 'live' ? 'Live' : null}
      {state.kind === 'connecting' ? 'Connecting' : null}
      {state.kind === 'paused' ? (
        <>
          Live paused<span aria-hidden="true">, retrying in {seconds} s</span>
        </>
      ) : null}
    </span>
  );
}

function useCountdown(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const id = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(id);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}
