/** The trace as a conversation: who said what, each message once, tools where they ran, and what each call cost. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { type Ref, useImperativeHandle, useRef } from 'react';
import type { TranscriptEntry } from '@/shared/api/types';
import { useLiveRefetch } from '@/shared/live/use-live';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { foundKey, transcriptQuery } from '../api';
import { useView } from '../components/use-view';
import type { WaterfallHandle } from '../components/waterfall';
import type { TraceView } from '../model/view';
import { Entry } from './entry';

interface Props {
  view: TraceView;
  project: string;
  traceId: string;
  onPick: () => void;
  ref: Ref<WaterfallHandle>;
}

export function Transcript({ view, project, traceId, onPick, ref }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const said = useInfiniteQuery(transcriptQuery(project, traceId));
  useLiveRefetch({ trace: traceId }, [foundKey(traceId)]);
  const selected = useView(view, (each) => each.selectedSeq);
  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    pageSize: () => 10,
  }));
  const entries = said.data?.pages.flatMap((page) => page.items) ?? [];
  const pick = (entry: TranscriptEntry) => {
    view.selectSeq(entry.span.seq);
    onPick();
  };
  return (
    <ScrollRegion ref={scroller} aria-label="Transcript" className="min-h-0 min-w-0 flex-1">
      <div className="mx-auto flex max-w-[860px] flex-col gap-3 p-4">
        {said.isPending ? <Loading /> : null}
        {said.isError ? (
          <Failed
            what="The transcript could not be read"
            error={said.error}
            retry={() => void said.refetch()}
          />
        ) : null}
        {said.isSuccess && entries.length === 0 ? (
          <Empty title="Nothing was said in this trace">
            No span of it is a call to a model or a tool, or their emitter kept no content.
          </Empty>
        ) : null}
        {entries.map((entry) => (
          <Entry
            key={entry.number}
            entry={entry}
            isSelected={entry.span.seq === selected}
            onPick={() => pick(entry)}
          />
        ))}
        {said.hasNextPage ? (
          <button
            type="button"
            className="control self-center"
            disabled={said.isFetchingNextPage}
            onClick={() => void said.fetchNextPage()}
          >
            Show what was said after this
          </button>
        ) : null}
      </div>
    </ScrollRegion>
  );
}
