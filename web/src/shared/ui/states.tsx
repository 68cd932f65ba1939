/** What a panel shows when it has nothing to show yet, cannot show it, or there is nothing. */
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/client';

/** True once `waiting` has lasted longer than people notice. */
export function useSlow(waiting: boolean, afterMs = 150): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) {
      setSlow(false);
      return;
    }
    const id = setTimeout(() => setSlow(true), afterMs);
    return () => clearTimeout(id);
  }, [waiting, afterMs]);
  return waiting && slow;
}

/** A still grey shape. */
export function Bone({ className }: { className: string }) {
  return <div aria-hidden="true" className={`rounded-chip bg-sunken ${className}`} />;
}

export function Loading({ children }: { children?: ReactNode }) {
  const slow = useSlow(true);
  if (!slow) return null;
  return (
    <div role="status" className="p-4">
      <span className="sr-only">Loading</span>
      {children ?? <Rows count={6} />}
    </div>
  );
}

export function Rows({ count }: { count: number }) {
  return (
    <div className="flex flex-col gap-3">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey bars without identity, they never move
        <Bone key={index} className="h-5 w-full" />
      ))}
    </div>
  );
}

export function Failed({
  error,
  what,
  retry,
}: {
  error: unknown;
  what: string;
  retry?: (() => void) | undefined;
}) {
  const message = error instanceof Error ? error.message : String(error);
  const requestId = error instanceof ApiError ? error.requestId : null;
  const details = `${what}: ${message}${requestId ? ` (request ${requestId})` : ''}`;
  return (
    <div role="alert" className="flex flex-col items-start gap-2 p-4">
      <p className="font-medium text-error-text">{what}</p>
      <p className="break-words text-muted">{message}</p>
      {requestId ? <p className="figure text-meta text-faint">request {requestId}</p> : null}
      <div className="flex gap-2">
        {retry ? (
          <button type="button" className="control" onClick={retry}>
            Retry
          </button>
        ) : null}
        <button type="button" className="control" onClick={() => navigator.clipboard?.writeText(details)}>
          Copy details
        </button>
      </div>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <p className="text-section font-medium">{title}</p>
      {children ? <div className="text-muted">{children}</div> : null}
    </div>
  );
}

/** A thin line on top while old data is shown and new data is on its way. */
export function Refetching({ active }: { active: boolean }) {
  const slow = useSlow(active, 400);
  if (!slow) return null;
  return <div aria-hidden="true" className="absolute inset-x-0 top-0 z-10 h-0.5 bg-accent" />;
}
