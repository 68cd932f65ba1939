/** Keeps what the reader looks at in place: the selection in sight, and the top row where it was when spans arrive. */
import { type RefObject, useCallback, useRef } from 'react';
import { at, type Skeleton } from '@/shared/columns';
import { HEADER_HEIGHT } from '../draw/scene';
import type { TraceView } from '../model/view';

interface Seen {
  skeleton: Skeleton | null;
  selected: number;
  topSeq: number | null;
  offset: number;
}

/** Returns a function to call after every change of the view. */
export function useScrollAnchor(view: TraceView, scroller: RefObject<HTMLElement | null>): () => void {
  const seen = useRef<Seen>({ skeleton: null, selected: -1, topSeq: null, offset: 0 });
  const attached = useRef<HTMLElement | null>(null);

  return useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    if (attached.current !== element) {
      attached.current = element;
      element.addEventListener('scroll', () => remember(seen.current, view, element), { passive: true });
    }
    const before = seen.current;
    if (before.skeleton !== view.skeleton && before.topSeq !== null) restore(before, view, element);
    if (before.skeleton === view.skeleton && before.selected !== view.selected) bringIntoSight(view, element);
    if (before.skeleton === null) bringIntoSight(view, element);
    before.skeleton = view.skeleton;
    before.selected = view.selected;
    remember(before, view, element);
  }, [view, scroller]);
}

function remember(seen: Seen, view: TraceView, element: HTMLElement): void {
  const position = Math.floor(element.scrollTop / view.rowHeight);
  const row = view.rowAt(position);
  seen.topSeq = view.skeleton === null || row === -1 ? null : at(view.skeleton.seq, row);
  seen.offset = element.scrollTop - position * view.rowHeight;
}

function restore(seen: Seen, view: TraceView, element: HTMLElement): void {
  const row = view.rowOfSeq(seen.topSeq ?? -1);
  if (row === -1) return;
  element.scrollTop = view.positionOf(row) * view.rowHeight + seen.offset;
}

function bringIntoSight(view: TraceView, element: HTMLElement): void {
  if (view.selected === -1) return;
  const top = view.positionOf(view.selected) * view.rowHeight;
  const room = element.clientHeight - HEADER_HEIGHT - view.rowHeight;
  if (top >= element.scrollTop && top <= element.scrollTop + room) return;
  const isFar = top < element.scrollTop - room || top > element.scrollTop + 2 * room;
  if (isFar) element.scrollTop = Math.max(0, top - room / 3);
  else element.scrollTop = top < element.scrollTop ? top : top - room;
}
