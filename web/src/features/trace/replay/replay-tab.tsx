/** The trace, run again: from a step of its recording, with what the reader changes there. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { CopyButton } from '@/shared/ui/copy-button';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Failed, Loading } from '@/shared/ui/states';
import { checkpointsQuery } from '../api';
import { EditForm } from './edit-form';
import { type Place, placesOf } from './places';
import {
  askReplay,
  cancelReplay,
  type ReplayIn,
  type ReplaysOfTrace,
  replaysKey,
  replaysQuery,
  type Step,
  stepsQuery,
} from './queries';
import { Runs } from './runs';
import { StepAxis } from './step-axis';

export function ReplayTab({ project, traceId }: { project: string; traceId: string }) {
  const replays = useQuery(replaysQuery(project, traceId));
  const isThere = replays.data !== undefined && replays.data.recording !== null;
  const steps = useQuery(stepsQuery(project, traceId, isThere));
  const checkpoints = useInfiniteQuery({ ...checkpointsQuery(project, traceId), enabled: isThere });
  const places = useMemo(
    () => placesOf(steps.data ?? [], checkpoints.data?.pages.flatMap((page) => page.items) ?? []),
    [steps.data, checkpoints.data],
  );
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: replaysKey(traceId) });
  const ask = useMutation({ mutationFn: (asked: ReplayIn) => askReplay(project, traceId, asked), onSettled });
  const cancel = useMutation({ mutationFn: cancelReplay, onSettled });
  const error = replays.error ?? steps.error ?? checkpoints.error;
  if (error !== null) return <Failed what="The replays could not be read" error={error} />;
  if (replays.data === undefined) return <Loading />;
  const failed = ask.error ?? cancel.error;
  return (
    <ScrollRegion aria-label="Replay" className="min-w-0 flex-1 p-4">
      <div className="mx-auto flex max-w-4xl flex-col gap-5">
        <Missing traceId={traceId} replays={replays.data} />
        <Family project={project} replays={replays.data} />
        {steps.data === undefined || places.length === 0 ? null : (
          <Asking
            places={places}
            steps={steps.data}
            more={checkpoints.hasNextPage ? () => void checkpoints.fetchNextPage() : null}
            mayRunTools={replays.data.workers.some((worker) => worker.live_tools)}
            isAsking={ask.isPending}
            onAsk={ask.mutate}
          />
        )}
        {steps.data?.length === 0 && places.length === 0 ? (
          <p>The recording has no model call and no tool call.</p>
        ) : null}
        {failed === null ? null : <Failed what="The server refused" error={failed} />}
        <section aria-label="Replays of this trace" className="flex flex-col gap-2">
          <h2 className="text-section font-semibold">Replays</h2>
          <Runs project={project} replays={replays.data.replays} onCancel={cancel.mutate} />
        </section>
      </div>
    </ScrollRegion>
  );
}

function Asking(props: {
  places: readonly Place[];
  steps: readonly Step[];
  more: (() => void) | null;
  mayRunTools: boolean;
  isAsking: boolean;
  onAsk: (asked: ReplayIn) => void;
}) {
  const [chosen, setChosen] = useState('step 1');
  const place = props.places.find((each) => each.key === chosen) ?? props.places[0];
  return (
    <section aria-label="A new replay" className="flex flex-col gap-4">
      <StepAxis places={props.places} chosen={place?.key ?? ''} onChoose={setChosen} />
      {props.more === null ? null : (
        <button type="button" onClick={props.more} className="control self-start">
          Show more checkpoints
        </button>
      )}
      {place === undefined ? null : (
        <EditForm
          key={place.key}
          place={place}
          steps={props.steps}
          mayRunTools={props.mayRunTools}
          isAsking={props.isAsking}
          onAsk={props.onAsk}
        />
      )}
    </section>
  );
}

/** What a replay needs and is not there, with the command that brings it. */
function Missing({ traceId, replays }: { traceId: string; replays: ReplaysOfTrace }) {
  return (
    <>
      {replays.recording === null ? (
        <Command text={`agenttrace recordings push ${traceId}`}>
          This trace has no recording here. Agents record with{' '}
          <code className="figure">at.init(record=True)</code>; send the server what was recorded with:
        </Command>
      ) : null}
      {replays.workers.length === 0 ? (
        <Command text="agenttrace worker --entrypoint package.module:function">
          No worker is there to run your agent. Start one beside its code; what you ask for waits until then:
        </Command>
      ) : (
        <p className="text-meta text-muted">
          Run by {replays.workers.map((worker) => `${worker.name} (${worker.entrypoint})`).join(', ')}
        </p>
      )}
    </>
  );
}

function Command({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <div role="status" className="card flex flex-col gap-2 bg-warn-soft p-3">
      <p>{children}</p>
      <p className="flex items-center gap-2">
        <code className="figure rounded-chip bg-surface px-2 py-1 break-all">{text}</code>
        <CopyButton text={text} label="Copy the command" />
      </p>
    </div>
  );
}

/** What this trace is a replay of, and what was made from it. */
function Family({ project, replays }: { project: string; replays: ReplaysOfTrace }) {
  const rows = [
    ...replays.parents.map((each) => ({ ...each, word: 'Replay of' })),
    ...replays.branches.map((each) => ({ ...each, word: 'Branch' })),
  ];
  if (rows.length === 0) return null;
  return (
    <ul aria-label="Parents and branches" className="flex flex-wrap gap-x-4 gap-y-1">
      {rows.map(({ word, trace_id, step }) => (
        <li key={`${word} ${trace_id}`}>
          {word}{' '}
          <Link
            to="/p/$project/traces/$traceId"
            params={{ project, traceId: trace_id }}
            className="figure text-accent underline"
          >
            {trace_id.slice(0, 8)}
          </Link>
          {step === null ? '' : `, from step ${step}`}
        </li>
      ))}
    </ul>
  );
}
