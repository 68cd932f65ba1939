/** One span: its figures at once from the columns, its texts as soon as they have come. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { type ReactNode, useEffect, useState } from 'react';
import type { SpanDetail } from '@/shared/api/types';
import { Failed, Loading } from '@/shared/ui/states';
import { spanQuery, wholeSpanQuery } from '../api';
import type { TraceView } from '../model/view';
import { AttributesTab } from './attributes-tab';
import { CheckpointsTab, checkpointsOf } from './checkpoints-tab';
import { DetailHead } from './detail-head';
import { EventsTab } from './events-tab';
import { InputOutputTab } from './input-output-tab';
import { LoadWhole } from './load-whole';
import { MessagesTab } from './messages-tab';

interface Tab {
  value: string;
  label: string;
  size: (span: SpanDetail) => number;
  content: (span: SpanDetail, project: string) => ReactNode;
}

const TABS: readonly Tab[] = [
  {
    value: 'messages',
    label: 'Messages',
    size: (span) => span.messages.length + span.agent_messages.length,
    content: (span) => <MessagesTab span={span} />,
  },
  { value: 'io', label: 'I/O', size: () => 0, content: (span) => <InputOutputTab span={span} /> },
  {
    value: 'attributes',
    label: 'Attributes',
    size: (span) => Object.keys(span.attributes).length,
    content: (span) => <AttributesTab span={span} />,
  },
  {
    value: 'events',
    label: 'Events',
    size: (span) => span.events.length + span.logs.length + span.links.length,
    content: (span) => <EventsTab span={span} />,
  },
  {
    value: 'checkpoints',
    label: 'Checkpoints',
    size: checkpointsOf,
    content: (span, project) => <CheckpointsTab span={span} project={project} />,
  },
];

/** While a key is held the selection runs; only where it rests is asked for. */
const REST_MS = 80;

interface Props {
  view: TraceView;
  project: string;
  traceId: string;
  tab: string | undefined;
  seq: number;
}

export function SpanPanel({ view, project, traceId, tab = 'messages', seq }: Props) {
  const rested = useRested(seq, REST_MS);
  const detail = useQuery(spanQuery(project, traceId, rested));
  const [wholeHref, setWholeHref] = useState<string | null>(null);
  const whole = useQuery(wholeSpanQuery(traceId, wholeHref));
  const navigate = useNavigate({ from: '/p/$project/traces/$traceId' });
  const choose = (next: string) =>
    void navigate({ to: '.', replace: true, search: (before) => ({ ...before, tab: next }) });
  const span = [whole.data, detail.data].find((each) => each?.seq === seq);
  const error = detail.error ?? whole.error;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <DetailHead view={view} seq={seq} span={span} />
      <Tabs.Root value={tab} onValueChange={choose} className="flex min-h-0 flex-1 flex-col">
        <Tabs.List
          aria-label="Parts of the span"
          className="flex h-9 shrink-0 gap-4 border-b border-line px-4"
        >
          {TABS.map(({ value, label, size }) => (
            <Tabs.Trigger
              key={value}
              value={value}
              className="-mb-px border-b-2 border-transparent text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {label}
              {span === undefined || size(span) === 0 ? null : (
                <span className="figure ml-1 text-caption text-muted">{size(span)}</span>
              )}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {TABS.map(({ value, content }) => (
          <Tabs.Content
            key={value}
            value={value}
            className="min-h-0 flex-1 overflow-y-auto p-4 outline-offset-[-2px]"
          >
            {error === null ? null : (
              <Failed what="The span could not be read" error={error} retry={() => void detail.refetch()} />
            )}
            {span === undefined && error === null ? <Loading /> : null}
            {span === undefined ? null : (
              <LoadWhole value={setWholeHref} key={span.span_id}>
                {content(span, project)}
              </LoadWhole>
            )}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </div>
  );
}

function useRested(value: number, afterMs: number): number {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const id = setTimeout(() => setRested(value), afterMs);
    return () => clearTimeout(id);
  }, [value, afterMs]);
  return rested;
}
