/** The replays of this trace: how far they are, what came of them, and how true they were. */
import { Link } from '@tanstack/react-router';
import { StepForward } from 'lucide-react';
import { plural } from '@/shared/format';
import { When } from '@/shared/ui/when';
import { DiffLines } from './diff-lines';
import { isUnderWay, type Replay } from './queries';

interface Props {
  project: string;
  replays: readonly Replay[];
  onCancel: (id: string) => void;
}

const STATE_COLOURS: Readonly<Record<Replay['state'], string>> = {
  queued: 'text-muted',
  running: 'text-accent',
  done: 'text-ok',
  failed: 'text-error-text',
  cancelled: 'text-muted',
  lost: 'text-error-text',
};

export function Runs({ project, replays, onCancel }: Props) {
  if (replays.length === 0) return <p className="text-muted">This trace has not been replayed yet.</p>;
  const newest = replays.find((replay) => replay.result_trace_id !== null);
  return (
    <ul className="flex flex-col gap-3" aria-label="Replays">
      {replays.map((replay) => (
        <li key={replay.id} className="card flex flex-col gap-2 p-3">
          <p className="flex flex-wrap items-center gap-2">
            <StepForward size={14} aria-hidden="true" className={STATE_COLOURS[replay.state]} />
            <span className={`font-medium ${STATE_COLOURS[replay.state]}`}>
              {replay.is_cancel_asked && isUnderWay(replay) ? 'being cancelled' : replay.state}
            </span>
            <span>{askedText(replay)}</span>
            <span className="text-meta text-muted">
              asked <When at={replay.created_at} />
              {replay.worker === null ? '' : `, by ${replay.worker}`}
            </span>
            {isUnderWay(replay) && !replay.is_cancel_asked ? (
              <button type="button" className="control ml-auto" onClick={() => onCancel(replay.id)}>
                Cancel
              </button>
            ) : null}
          </p>
          {replay.reason === null ? null : (
            <p className="figure text-code break-words whitespace-pre-wrap">{replay.reason}</p>
          )}
          <Report report={replay.report} />
          <Result project={project} replay={replay} />
          {replay.id !== newest?.id || replay.result_trace_id === null ? null : (
            <DiffLines project={project} a={replay.trace_id} b={replay.result_trace_id} />
          )}
          {replay.output === null || replay.output === '' ? null : (
            <details>
              <summary className="cursor-pointer text-muted">What it printed</summary>
              <pre className="max-h-64 overflow-auto text-code whitespace-pre-wrap">{replay.output}</pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Result({ project, replay }: { project: string; replay: Replay }) {
  const result = replay.result_trace_id;
  if (result === null) return null;
  return (
    <p className="flex gap-4">
      <Link
        to="/p/$project/traces/$traceId"
        params={{ project, traceId: result }}
        className="text-accent underline"
      >
        Branch <span className="figure">{result.slice(0, 8)}</span>
      </Link>
      <Link
        to="/p/$project/compare"
        params={{ project }}
        search={{ a: replay.trace_id, b: result }}
        className="text-accent underline"
      >
        How it differs
      </Link>
    </p>
  );
}

interface Told {
  faithful?: boolean;
  served?: { total?: number };
  diverged?: unknown[];
  live?: unknown[];
  unused?: Record<string, unknown>;
  blocked?: unknown[];
  notes?: unknown[];
}

function Report({ report }: { report: Replay['report'] }) {
  if (report === null) return null;
  const told = report as Told;
  const parts = [
    `${told.served?.total ?? 0} served`,
    `${told.live?.length ?? 0} live`,
    `${told.diverged?.length ?? 0} diverged`,
    `${Object.keys(told.unused ?? {}).length} unused`,
  ];
  return (
    <section aria-label="Fidelity report" className="flex flex-col gap-1">
      <p>
        <span className="font-medium">{told.faithful ? 'Faithful' : 'Not as it was'}</span>{' '}
        <span className="figure text-meta text-muted">{parts.join(' · ')}</span>
      </p>
      {[
        ...(told.blocked ?? []).map((place) => `blocked: ${String(place)}`),
        ...(told.notes ?? []).map(String),
      ].map((line) => (
        <p key={line} className="text-meta text-warn">
          {line}
        </p>
      ))}
    </section>
  );
}

function askedText({ asked }: Replay): string {
  const edited = Object.keys(asked.edits);
  const parts = [
    ...(asked.from_step === null ? [] : [`live from step ${asked.from_step}`]),
    ...(asked.from_checkpoint === null ? [] : [`live from checkpoint ${asked.from_checkpoint}`]),
    ...(edited.length === 0 ? [] : [`${plural(edited.length, 'edit')} at step ${edited.join(', ')}`]),
    ...(asked.model === null ? [] : [`model ${asked.model}`]),
    ...(asked.tools === 'live' ? ['live tools'] : []),
  ];
  return parts.length === 0 ? 'as it was' : parts.join(', ');
}
