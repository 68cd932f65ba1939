/** Reads and prices history anew: after new prices, or after a newer server. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Reprocess as Job } from '@/shared/api/types';
import { count, moneyWithUnknown, percent } from '@/shared/format';
import { When } from '@/shared/ui/when';
import { cancelReprocess, reprocessQuery, startReprocess } from '../api';
import { Panel } from './panel';

const SINCE: readonly [value: string, label: string][] = [
  ['24h', 'the last 24 hours'],
  ['7d', 'the last 7 days'],
  ['30d', 'the last 30 days'],
  ['', 'everything'],
];

export function Reprocess() {
  const client = useQueryClient();
  // a server on which nothing was reprocessed answers 404: it is asked once somebody wants to know
  const [isWatched, setWatched] = useState(false);
  const job = useQuery({ ...reprocessQuery, enabled: isWatched });
  const [since, setSince] = useState('7d');
  const [isDry, setDry] = useState(true);
  const onSettled = () => {
    setWatched(true);
    return client.invalidateQueries({ queryKey: reprocessQuery.queryKey });
  };
  const start = useMutation({ mutationFn: () => startReprocess(since, isDry), onSettled });
  const cancel = useMutation({ mutationFn: cancelReprocess, onSettled });
  const isRunning = job.data?.state === 'running';
  const failure = start.error ?? cancel.error ?? job.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Panel title="Reprocess" note="reads and prices stored traces anew, in the background">
      <form onSubmit={submit} className="flex flex-wrap items-center gap-3 px-4 pt-1 pb-4">
        <select
          aria-label="Which traces"
          value={since}
          onChange={(event) => setSince(event.target.value)}
          className="field px-2"
        >
          {SINCE.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={isDry}
            onChange={(event) => setDry(event.target.checked)}
            className="accent-accent"
          />
          only count what would change
        </label>
        <button type="submit" className="control" disabled={isRunning || start.isPending}>
          {isDry ? 'Try' : 'Reprocess'}
        </button>
        {isWatched ? null : (
          <button type="button" className="control" onClick={() => setWatched(true)}>
            Show the latest job
          </button>
        )}
        {isRunning ? (
          <button type="button" className="control" onClick={() => cancel.mutate()}>
            Stop
          </button>
        ) : null}
      </form>
      {failure === null ? null : (
        <p role="alert" className="px-4 pb-4 text-error-text">
          {failure.message}
        </p>
      )}
      {job.data ? <Progress job={job.data} /> : null}
      {job.data === null ? (
        <p role="status" className="px-4 pb-4 text-muted">
          Nothing was reprocessed since the server started.
        </p>
      ) : null}
    </Panel>
  );
}

export function Progress({ job }: { job: Job }) {
  const share = job.traces === 0 ? (job.state === 'running' ? 0 : 1) : job.traces_done / job.traces;
  const { before, after } = job;
  return (
    <div role="status" className="flex flex-col gap-2 border-t border-line px-4 py-3">
      <p>
        {job.dry_run ? 'Trial' : 'Job'} {job.job}: {job.state}
        {job.reason === null ? '' : ` (${job.reason})`},{' '}
        {`${count(job.traces_done)} of ${count(job.traces)} traces, ${percent(share, 0)}; `}
        {`${count(job.spans_changed)} spans ${job.dry_run ? 'would change' : 'changed'}`}, started{' '}
        <When at={job.started_at} />
      </p>
      <progress
        aria-label="Reprocessed traces"
        value={share}
        max={1}
        className="h-1.5 w-full appearance-none accent-accent"
      />
      <p className="text-muted">
        Cost {moneyWithUnknown(before.total_cost_usd, before.unknown_cost_calls)} before,{' '}
        {moneyWithUnknown(after.total_cost_usd, after.unknown_cost_calls)} after; calls without a price{' '}
        {count(before.unknown_cost_calls)} before, {count(after.unknown_cost_calls)} after.
      </p>
    </div>
  );
}
