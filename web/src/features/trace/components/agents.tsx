/** The trace by its agents: what each used and cost, and what they told each other. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLiveRefetch } from '@/shared/live/use-live';
import { Failed, Loading } from '@/shared/ui/states';
import { agentsQuery, foundKey, messagesQuery } from '../api';
import type { TraceView } from '../model/view';
import { AgentTable } from './agent-table';
import { MessageList } from './message-list';
import { useView } from './use-view';

interface Props {
  view: TraceView;
  project: string;
  traceId: string;
  onAgent: (name: string) => void;
  onPick: () => void;
}

export function Agents({ view, project, traceId, onAgent, onPick }: Props) {
  const agents = useQuery(agentsQuery(project, traceId));
  const messages = useInfiniteQuery(messagesQuery(project, traceId));
  useLiveRefetch({ trace: traceId }, [foundKey(traceId)]);
  const selected = useView(view, (each) => each.selectedSeq);
  const told = messages.data?.pages.flatMap((page) => page.items) ?? [];
  const pick = (seq: number) => {
    view.selectSeq(seq);
    onPick();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section aria-label="Agents of the trace" tabIndex={0} className="min-w-0 flex-1 overflow-auto p-4">
      {agents.error === null ? null : (
        <Failed
          what="The agents could not be read"
          error={agents.error}
          retry={() => void agents.refetch()}
        />
      )}
      {agents.isPending ? <Loading /> : null}
      {agents.data === undefined ? null : <AgentTable agents={agents.data} onAgent={onAgent} />}
      {messages.error === null ? null : (
        <Failed
          what="The messages could not be read"
          error={messages.error}
          retry={() => void messages.refetch()}
        />
      )}
      {messages.data === undefined ? null : (
        <MessageList
          messages={told}
          selected={selected}
          onPick={pick}
          {...(messages.hasNextPage ? { onMore: () => void messages.fetchNextPage() } : {})}
        />
      )}
    </section>
  );
}
