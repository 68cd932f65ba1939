/** Who talked to whom in the trace, within the time that is shown: a picture, and the same as tables. */
import { useQuery } from '@tanstack/react-query';
import { plural } from '@/shared/format';
import { useLiveRefetch } from '@/shared/live/use-live';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { foundKey, graphQuery } from '../api';
import { useView, useViewSlowly } from '../components/use-view';
import { isWhole } from '../model/time-window';
import type { TraceView } from '../model/view';
import { Matrix } from './matrix';
import { Picture } from './picture';
import { EdgeTable, NodeTable } from './tables';

/** Above so many, circles cannot be told apart. */
const MOST_CIRCLES = 200;
const FOLLOW_MS = 300;

interface Props {
  view: TraceView;
  project: string;
  traceId: string;
  onAgent: (name: string) => void;
  onPick: () => void;
}

export function Graph({ view, project, traceId, onAgent, onPick }: Props) {
  const shown = useViewSlowly(view, (each) => each.window, FOLLOW_MS);
  const total = useView(view, (each) => each.total);
  const window = isWhole(shown, total) ? null : shown;
  const { data: graph, error, isPending, refetch } = useQuery(graphQuery(project, traceId, window));
  useLiveRefetch({ trace: traceId }, [foundKey(traceId)]);
  const pick = (edge: { seq: number }) => {
    view.selectSeq(edge.seq);
    onPick();
  };
  return (
    <ScrollRegion aria-label="Graph of agents" className="min-h-0 min-w-0 flex-1">
      {isPending ? <Loading /> : null}
      {error === null ? null : (
        <Failed what="The graph could not be read" error={error} retry={() => void refetch()} />
      )}
      {graph !== undefined && graph.nodes.length === 0 ? (
        <Empty title="No agents in this time">
          Agents are named by the framework, or by <code>at.agent(…)</code> in your code.
        </Empty>
      ) : null}
      {graph === undefined || graph.nodes.length === 0 ? null : (
        <div className="flex flex-col gap-6 p-4">
          <div className="h-[460px]">
            {graph.nodes.length > MOST_CIRCLES ? (
              <Matrix graph={graph} onEdge={pick} />
            ) : (
              <Picture graph={graph} onAgent={onAgent} onEdge={pick} />
            )}
          </div>
          <p className="text-muted">
            {plural(graph.nodes.length, 'agent')} in {plural(graph.components, 'group')}
            {window === null ? '' : ', in the range shown only'}.
            {graph.cycles.length === 0
              ? ' No loops.'
              : ` ${plural(graph.cycles.length, 'loop')}${graph.cycles_cut ? ' and more' : ''}: ${graph.cycles
                  .slice(0, 5)
                  .map((cycle) => [...cycle, cycle[0]].join(' → '))
                  .join('; ')}${graph.cycles.length > 5 ? '; …' : ''}.`}
          </p>
          {graph.edges.length === 0 ? (
            <p className="text-muted">No messages between agents were traced.</p>
          ) : (
            <EdgeTable edges={graph.edges} onEdge={pick} />
          )}
          <NodeTable nodes={graph.nodes} onAgent={onAgent} />
        </div>
      )}
    </ScrollRegion>
  );
}
