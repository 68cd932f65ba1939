/** The places that the run can be taken up from: those that this span tells, then the rest of the trace. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Checkpoint, SpanDetail } from '@/shared/api/types';
import { bytes, exactly, offset } from '@/shared/format';
import { CopyButton } from '@/shared/ui/copy-button';
import { Failed, Loading } from '@/shared/ui/states';
import { us } from '@/shared/units';
import { checkpointsQuery } from '../api';
import { Value } from './value';

const EVENT = 'agenttrace.checkpoint';
const RUN_ID_SHOWN = 12;

interface Props {
  span: SpanDetail;
  project: string;
}

/** How many checkpoints the span tells. */
export function checkpointsOf(span: SpanDetail): number {
  return span.events.filter((event) => event.name === EVENT).length;
}

export function CheckpointsTab({ span, project }: Props) {
  const found = useInfiniteQuery(checkpointsQuery(project, span.trace_id));
  if (found.error !== null)
    return (
      <Failed
        what="The checkpoints could not be read"
        error={found.error}
        retry={() => void found.refetch()}
      />
    );
  if (found.data === undefined) return <Loading />;
  const all = found.data.pages.flatMap((page) => page.items);
  const own = all.filter((each) => each.seq === span.seq);
  const others = all.filter((each) => each.seq !== span.seq);
  return (
    <>
      {all.length === 0 ? (
        <p className="text-muted">Nothing in this trace marks a place to go on from.</p>
      ) : null}
      <Cards label="Checkpoints of this span" items={own} />
      {others.length === 0 ? null : (
        <>
          <h3 className="mt-4 mb-2 text-meta text-muted">Elsewhere in this trace</h3>
          <Cards label="Checkpoints elsewhere in this trace" items={others} project={project} />
        </>
      )}
      {found.hasNextPage ? (
        <button type="button" onClick={() => void found.fetchNextPage()} className="control mt-2">
          Show more
        </button>
      ) : null}
    </>
  );
}

function Cards({ label, items, project }: { label: string; items: readonly Checkpoint[]; project?: string }) {
  if (items.length === 0) return null;
  return (
    <ol aria-label={label} className="flex flex-col gap-3">
      {items.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one that was not recorded has no id
        <Card key={index} checkpoint={each} project={project} />
      ))}
    </ol>
  );
}

function Card({ checkpoint, project }: { checkpoint: Checkpoint; project: string | undefined }) {
  const { name, kind, step, state, state_bytes: size } = checkpoint;
  const command = commandFor(checkpoint);
  return (
    <li className="card overflow-hidden">
      <p className="flex flex-wrap items-center gap-x-2 border-b border-line bg-sunken px-3 py-1 text-meta">
        <span className="break-all">{name}</span>
        <span className="text-muted">{kind === 'auto' ? 'a step' : 'named by the program'}</span>
        {step === null ? null : <span className="figure text-muted">before step {step}</span>}
        <time
          dateTime={checkpoint.time}
          title={exactly(checkpoint.time)}
          className="figure ml-auto text-muted"
        >
          {offset(us(checkpoint.offset_us))}
        </time>
      </p>
      <div className="flex flex-col gap-2 px-3 py-2">
        {project === undefined ? null : (
          <Link
            to="/p/$project/traces/$traceId"
            params={{ project, traceId: checkpoint.trace_id }}
            search={{ span: checkpoint.span_id, tab: 'checkpoints' }}
            className="break-all text-accent hover:underline"
          >
            {checkpoint.span_name}
          </Link>
        )}
        {size === null ? null : <p className="text-meta text-muted">state of {bytes(size)}</p>}
        {state === null ? null : <Value value={parsed(state)} label={`state at ${name}`} />}
        {command === null ? (
          <p className="text-meta text-muted">The run was not recorded, so it cannot be taken up here.</p>
        ) : (
          <p className="flex items-center gap-1">
            <code className="figure min-w-0 flex-1 text-code break-all">{command}</code>
            <CopyButton text={command} label={`Copy the command that goes on from ${name}`} />
          </p>
        )}
      </div>
    </li>
  );
}

function commandFor({ id, recording }: Checkpoint): string | null {
  if (id === null || recording === null) return null;
  return `agenttrace replay ${recording.slice(0, RUN_ID_SHOWN)} --from ${id} -- python my_agent.py`;
}

/** The state as a value, or its text where it was cut. */
function parsed(state: string): unknown {
  try {
    return JSON.parse(state);
  } catch {
    return state;
  }
}
