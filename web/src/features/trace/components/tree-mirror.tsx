/** The visible rows once more, as a tree that assistive technology reads. It is see-through; the canvas is behind it. */
import { memo } from 'react';
import { at, type Skeleton } from '@/shared/columns';
import { duration } from '@/shared/format';
import { kindWord } from '@/shared/kinds';
import { us } from '@/shared/units';
import { HEADER_HEIGHT } from '../draw/scene';
import { isParent, placeAmongSiblings } from '../model/tree';
import type { TraceView } from '../model/view';

export function mirrorId(seq: number): string {
  return `span-${seq}`;
}

interface Props {
  view: TraceView;
  first: number;
  last: number;
  /** The view is changed in place: its version says when to render again. */
  version: number;
}

export const TreeMirror = memo(function TreeMirror({ view, first, last }: Props) {
  const { skeleton } = view;
  if (skeleton === null) return null;
  const end = Math.min(last, view.count);
  const positions = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  return positions.map((position) => (
    <MirrorRow
      key={at(skeleton.seq, view.rowAt(position))}
      view={view}
      skeleton={skeleton}
      position={position}
    />
  ));
});

function MirrorRow({ view, skeleton, position }: { view: TraceView; skeleton: Skeleton; position: number }) {
  const row = view.rowAt(position);
  const [place, of] = placeAmongSiblings(skeleton, view.parents, row);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      role="treeitem"
      id={mirrorId(at(skeleton.seq, row))}
      aria-level={at(skeleton.depth, row) + 1}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={isParent(skeleton, row) ? view.folded[row] === 0 : undefined}
      aria-selected={row === view.selected}
      style={{ top: HEADER_HEIGHT + position * view.rowHeight, height: view.rowHeight }}
      className="pointer-events-none absolute inset-x-0 overflow-hidden opacity-0"
    >
      {describe(skeleton, row)}
    </div>
  );
}

/** "llama-4-70b, llm, error, 14.1s" */
export function describe(skeleton: Skeleton, row: number): string {
  const length = us(at(skeleton.dur, row) * skeleton.unitUs);
  return [
    skeleton.names[at(skeleton.name, row)] ?? '',
    kindWord(skeleton.kinds[at(skeleton.kind, row)] ?? ''),
    skeleton.statuses[at(skeleton.status, row)] ?? '',
    duration(length),
  ].join(', ');
}
