/** Between the strip and the waterfall: the ranges on the way here, finding, and what is listed. */
import { ChevronRight } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { count, duration } from '@/shared/format';
import { us } from '@/shared/units';
import { isWhole, type TimeWindow } from '../model/time-window';
import type { TraceView } from '../model/view';
import { hasTool, type Way } from '../model/ways';
import { Find } from './find';
import { useView, useViewSlowly } from './use-view';
import { WayTabs } from './way-tabs';
import type { Zoomer } from './zoomer';

interface Props {
  view: TraceView;
  zoomer: Zoomer;
  project: string;
  traceId: string;
  way: Way;
  onWay: (way: Way) => void;
}

export function Toolbar({ view, zoomer, project, traceId, way, onWay }: Props) {
  const isCritical = useView(view, (each) => each.critical !== null);
  const only = useView(view, (each) => each.onlyInWindow);
  return (
    <div className="flex h-10 shrink-0 print:hidden items-center gap-3 border-b border-line bg-surface px-4">
      <WayTabs way={way} onChoose={onWay} />
      {hasTool(way, 'ranges') ? <Ranges view={view} zoomer={zoomer} /> : null}
      <div className="ml-auto flex items-center gap-2">
        {hasTool(way, 'internal') ? <InternalSpans view={view} /> : null}
        {hasTool(way, 'critical') ? (
          <Toggle
            isOn={isCritical}
            title="Underline what the length of the trace hangs on (p)"
            onToggle={() => view.showCriticalPath(!isCritical)}
            className="max-[1199px]:hidden"
          >
            Critical path
          </Toggle>
        ) : null}
        {hasTool(way, 'only') ? (
          <Toggle
            isOn={only}
            title="List only spans that overlap the range shown (o)"
            onToggle={() => view.showOnlyInWindow(!only)}
            className="max-[899px]:hidden"
          >
            Only in range
          </Toggle>
        ) : null}
        {hasTool(way, 'find') ? <Find view={view} project={project} traceId={traceId} /> : null}
      </div>
    </div>
  );
}

interface ToggleProps {
  isOn: boolean;
  title: string;
  onToggle: () => void;
  className?: string;
  children: ReactNode;
}

function Toggle({ isOn, title, onToggle, className = '', children }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={title}
      onClick={onToggle}
      className={`control aria-pressed:border-accent aria-pressed:bg-selection ${className}`}
    >
      {children}
    </button>
  );
}

/** Only where the trace has some. */
function InternalSpans({ view }: { view: TraceView }) {
  const machinery = useView(view, (each) => each.machinery);
  const isShown = useView(view, (each) => each.showsMachinery);
  if (machinery === 0) return null;
  return (
    <Toggle
      isOn={isShown}
      title="List the machinery of the framework too (i)"
      onToggle={() => view.showMachinery(!isShown)}
    >
      Internal spans ({count(machinery)})
    </Toggle>
  );
}

function Ranges({ view, zoomer }: { view: TraceView; zoomer: Zoomer }) {
  const trail = useView(view, (each) => each.trail);
  const window = useViewSlowly(view, (each) => each.window);
  const total = useView(view, (each) => each.total);
  const all = isWhole(window, total);
  return (
    <nav aria-label="Ranges" className="flex min-w-0 items-center gap-1 overflow-hidden text-meta text-muted">
      <Crumb isHere={all} onClick={() => zoomer.fitAll()}>
        All {duration(total)}
      </Crumb>
      {trail.map((range) => (
        <Fragment key={`${range.from}-${range.to}`}>
          <ChevronRight size={12} aria-hidden="true" className="shrink-0" />
          <Crumb isHere={false} onClick={() => zoomer.jump(range)}>
            {rangeText(range)}
          </Crumb>
        </Fragment>
      ))}
      {all ? null : (
        <>
          <ChevronRight size={12} aria-hidden="true" className="shrink-0" />
          <Crumb isHere onClick={() => undefined}>
            {rangeText(window)}
          </Crumb>
        </>
      )}
    </nav>
  );
}

function Crumb({ isHere, onClick, children }: { isHere: boolean; onClick: () => void; children: ReactNode }) {
  if (isHere) return <span className="figure px-1 whitespace-nowrap text-text">{children}</span>;
  return (
    <button
      type="button"
      onClick={onClick}
      className="figure rounded-chip px-1 py-1 whitespace-nowrap text-accent hover:bg-hover"
    >
      {children}
    </button>
  );
}

/** "5m 00s, 40.0s": where the range begins and how long it is. */
export function rangeText({ from, to }: TimeWindow): string {
  return `+${from === 0 ? '0' : duration(from)}, ${duration(us(to - from))}`;
}
