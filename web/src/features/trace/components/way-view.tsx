/** The trace in the way that the reader chose. */
import type { Ref } from 'react';
import { Graph } from '../graph/graph';
import type { TraceView } from '../model/view';
import type { Way } from '../model/ways';
import { ReplayTab } from '../replay/replay-tab';
import { Transcript } from '../transcript/transcript';
import { Agents } from './agents';
import { Flame } from './flame';
import { Waterfall, type WaterfallHandle } from './waterfall';
import type { Zoomer } from './zoomer';

interface Props {
  ref: Ref<WaterfallHandle>;
  way: Way;
  view: TraceView;
  zoomer: Zoomer;
  project: string;
  traceId: string;
  treeWidth: number;
  onTreeWidth: (width: number) => void;
  onAgent: (name: string) => void;
  onPick: () => void;
}

export function WayView({ ref, way, zoomer, treeWidth, onTreeWidth, onAgent, ...trace }: Props) {
  const { view, onPick } = trace;
  switch (way) {
    case 'agents':
      return <Agents {...trace} onAgent={onAgent} />;
    case 'graph':
      return <Graph {...trace} onAgent={onAgent} />;
    case 'transcript':
      return <Transcript {...trace} ref={ref} />;
    case 'replay':
      return <ReplayTab project={trace.project} traceId={trace.traceId} />;
    case 'flame':
      return <Flame ref={ref} view={view} zoomer={zoomer} onPick={onPick} />;
    case 'waterfall':
      return (
        <Waterfall
          ref={ref}
          view={view}
          zoomer={zoomer}
          treeWidth={treeWidth}
          onTreeWidth={onTreeWidth}
          onPick={onPick}
        />
      );
  }
}
