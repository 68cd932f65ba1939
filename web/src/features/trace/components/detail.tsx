/** The selected span: its figures at once from the columns, its texts as soon as they have come. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react';
import type { SpanDetail } from '@/shared/api/types';
import { Failed, Loading } from '@/shared/ui/states';
import { spanQuery } from '../api';
import type { TraceView } from '../model/view';
import { AttributesTab } from './attributes-tab';
import { DetailHead } from './detail-head';
import { EventsTab } from './events-tab';
import { InputOutputTab } from './input-output-tab';
import { MessagesTab } from './messages-tab';

const TABS: readonly [value: string, label: string, content: (span: SpanDetail) => ReactNode][] = [
  ['messages', 'Messages', (span) => <MessagesTab span={span} />],
  ['io', 'I/O', (span) => <InputOutputTab span={span} />],
  ['attributes', 'Attributes', (span) => <AttributesTab span={span} />],
  ['events', 'Events', (span) => <EventsTab span={span} />],
];

/** While a key is held the selection runs; only where it rests is asked for. */
const REST_MS = 80;

interface Props {
  view: TraceView;
  project: string;
  traceId: string;
}

export function Detail({ view, project, traceId }: Props) {
  const seq = useDeferredValue(view.selectedSeq);
  const rested = useRested(seq, REST_MS);
  const detail = useQuery({
    ...spanQuery(project, traceId, rested ?? 0),
    enabled: rested !== null,
  });
  const { tab = 'messages' } = useSearch({ from: '/p/$project/traces/$traceId' });
  const navigate = useNavigate({ from: '/p/$project/traces/$traceId' });
  if (seq === null) return <p className="p-4 text-muted">Select a span to see it here.</p>;
  const span = detail.data?.seq === seq ? detail.data : undefined;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <DetailHead view={view} seq={seq} span={span} />
      <Tabs.Root
        value={tab}
        onValueChange={(next) =>
          navigate({ to: '.', replace: true, search: (before) => ({ ...before, tab: next }) })
        }
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List
          aria-label="Parts of the span"
          className="flex h-9 shrink-0 gap-4 border-b border-line px-4"
        >
          {TABS.map(([value, label]) => (
            <Tabs.Trigger
              key={value}
              value={value}
              className="-mb-px border-b-2 border-transparent text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {TABS.map(([value, , content]) => (
          <Tabs.Content key={value} value={value} className="min-h-0 flex-1 overflow-y-auto p-4">
            {detail.isError ? (
              <Failed
                what="The span could not be read"
                error={detail.error}
                retry={() => void detail.refetch()}
              />
            ) : null}
            {span === undefined && !detail.isError ? <Loading /> : null}
            {span === undefined ? null : content(span)}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </div>
  );
}

function useRested<Value>(value: Value, afterMs: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const id = setTimeout(() => setRested(value), afterMs);
    return () => clearTimeout(id);
  }, [value, afterMs]);
  return rested;
}
