/** How something ended, as a sign and a word: colour is never the only difference. */
import type { Status } from '../api/types';

const LOOKS: Readonly<Record<Status, { sign: string; className: string; word: string }>> = {
  ok: { sign: '✓', className: 'text-ok', word: 'ok' },
  error: { sign: '✕', className: 'text-error-text', word: 'error' },
  timeout: { sign: '✕', className: 'text-error-text', word: 'timeout' },
  running: { sign: '◐', className: 'text-accent', word: 'running' },
  cancelled: { sign: '○', className: 'text-muted', word: 'cancelled' },
};

export function StatusWord({ status }: { status: Status }) {
  const look = LOOKS[status];
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap ${look.className}`}>
      <span aria-hidden="true">{look.sign}</span>
      {look.word}
    </span>
  );
}

/** Only the sign; the word is there for those who cannot see it. */
export function StatusSign({ status }: { status: Status }) {
  const look = LOOKS[status];
  return (
    <span className={look.className} title={look.word}>
      <span aria-hidden="true">{look.sign}</span>
      <span className="sr-only">{look.word}</span>
    </span>
  );
}
