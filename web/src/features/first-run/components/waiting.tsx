/** Listens for the first span; when nothing comes, says what to look at. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ServerConfig, Trace } from '@/shared/api/types';
import { plural } from '@/shared/format';
import type { LiveState } from '@/shared/live/socket';
import { useLiveListener } from '@/shared/live/use-live';
import { LiveBadge } from '@/shared/ui/live-badge';
import { StatusWord } from '@/shared/ui/status';
import { When } from '@/shared/ui/when';
import { firstTraceQuery } from '../api';
import { Samples } from './samples';

const CHECKS_AFTER_MS = 60_000;
const EVERYTHING = {};

interface Props {
  project: string;
  config: ServerConfig | undefined;
  onArrived: () => void;
  onDone: () => void;
}

export function Waiting({ project, config, onArrived, onDone }: Props) {
  const [live, setLive] = useState<LiveState>({ kind: 'connecting' });
  const [pushed, setPushed] = useState<Trace | null>(null);
  const asked = useQuery(firstTraceQuery);
  useLiveListener(EVERYTHING, {
    onState: setLive,
    onChange: (change) => setPushed((before) => before ?? change.traces[0] ?? null),
    onGap: () => void asked.refetch(),
  });
  const trace = pushed ?? asked.data?.items[0] ?? null;
  const isLate = useLate(trace === null);
  const arrived = useRef(onArrived);
  arrived.current = onArrived;
  const isThere = trace !== null;
  useEffect(() => {
    if (isThere) arrived.current();
  }, [isThere]);
  return (
    <section aria-label="Waiting for spans" className="card flex flex-col gap-4 p-6">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-section font-semibold">
          {trace === null ? 'Waiting for your first span' : 'It works'}
        </h2>
        <LiveBadge state={live} />
      </div>
      <div role="status">
        {trace === null ? <Nothing checkedAt={asked.dataUpdatedAt} /> : <FirstTrace trace={trace} />}
      </div>
      {trace === null ? null : (
        <div className="flex gap-2">
          <Link
            to="/p/$project/traces/$traceId"
            params={{ project, traceId: trace.id }}
            className="inline-flex h-8 w-fit items-center rounded-control bg-accent px-3 font-medium text-on-accent hover:opacity-90"
          >
            Open your first trace
          </Link>
          <button type="button" className="control h-8" onClick={onDone}>
            Go to the overview
          </button>
        </div>
      )}
      {trace === null && isLate ? <Checks config={config} /> : null}
      {trace === null ? <Samples /> : null}
    </section>
  );
}

function Nothing({ checkedAt }: { checkedAt: number }) {
  return (
    <p className="text-muted">
      This page listens and moves on by itself.
      {checkedAt > 0 ? ` Last looked at ${new Date(checkedAt).toLocaleTimeString()}.` : ''}
    </p>
  );
}

function FirstTrace({ trace }: { trace: Trace }) {
  return (
    <p className="arriving flex items-center gap-3 rounded-control border border-line px-3 py-2">
      <span className="font-medium">{trace.name}</span>
      <StatusWord status={trace.status} />
      <span className="text-muted">{plural(trace.total_spans, 'span')}</span>
      <span className="ml-auto text-muted">
        <When at={trace.started_at} />
      </span>
    </p>
  );
}

export function Checks({ config }: { config: ServerConfig | undefined }) {
  return (
    <div className="rounded-control bg-warn-soft p-4">
      <h3 className="font-medium">Nothing for a minute. Look at this:</h3>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-5">
        <li>
          Spans go to{' '}
          <code className="figure text-code">{config?.otlp_endpoint ?? 'an address we cannot read now'}</code>
          , path <code className="figure text-code">/v1/traces</code>, port {config?.otlp_port ?? '?'}.
        </li>
        <li>A short program must call flush before it ends.</li>
        <li>Inside a container, 127.0.0.1 is the container itself.</li>
        {config?.last_rejected ? (
          <li className="text-error-text">
            Last rejected
            {config.last_rejected_at ? (
              <>
                {' '}
                <When at={config.last_rejected_at} />
              </>
            ) : null}
            : {config.last_rejected}
          </li>
        ) : (
          <li>No request was rejected: none has arrived.</li>
        )}
      </ul>
    </div>
  );
}

function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const id = setTimeout(() => setLate(true), CHECKS_AFTER_MS);
    return () => clearTimeout(id);
  }, [waiting]);
  return late;
}
