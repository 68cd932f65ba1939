/** The right pane: its width, and which span it shows. Under 1200 px it lies over the waterfall. */
import { X } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Splitter } from '../components/splitter';
import { useStoredWidth } from '../components/use-stored-width';
import { useViewSlowly } from '../components/use-view';
import type { TraceView } from '../model/view';
import { SpanPanel } from './span-panel';

interface Props {
  view: TraceView;
  project: string;
  traceId: string;
  tab: string | undefined;
  onClose: () => void;
}

export function DetailPane({ view, project, traceId, tab, onClose }: Props) {
  const [width, setWidth] = useStoredWidth('trace.detail', 420);
  // while an arrow key is held, the waterfall goes first
  const seq = useDeferredValue(useViewSlowly(view, (each) => each.selectedSeq));
  return (
    <aside
      aria-label="Selected span"
      style={{ width }}
      className="relative flex min-w-0 shrink-0 border-l border-line bg-surface max-[1199px]:absolute max-[1199px]:inset-y-0 max-[1199px]:right-0 max-[1199px]:z-20 max-[1199px]:max-w-[90%] max-[1199px]:shadow-overlay"
    >
      <Splitter
        label="Width of the span's detail"
        value={width}
        min={320}
        max={720}
        isRight
        onChange={setWidth}
        className="absolute inset-y-0 -left-1"
      />
      {seq === null ? (
        <p className="p-4 text-muted">Select a span to see it here.</p>
      ) : (
        <SpanPanel view={view} project={project} traceId={traceId} tab={tab} seq={seq} />
      )}
      <button
        type="button"
        onClick={onClose}
        aria-label="Close the span's detail"
        title="Close (\)"
        className="absolute top-3 right-3 grid size-6 place-items-center rounded-chip text-muted hover:bg-hover hover:text-text"
      >
        <X size={14} aria-hidden="true" />
      </button>
    </aside>
  );
}
