/** Listens for the keys of the trace page wherever the focus is, but never while someone types. */
import { useEffect, useRef } from 'react';
import { isTyping } from '@/shared/ui/is-typing';
import { actionFor, type KeyActions, MOVEMENT } from '../model/keys';

/** Movement keys are the tree's only when the focus is on the tree, or on nothing in particular. */
function movesTree(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  return target === document.body || target.matches('[role=tree], main');
}

export function useTraceKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (MOVEMENT.has(event.key) && !movesTree(event.target)) return;
      const action = actionFor(event.key);
      if (action === undefined) return;
      event.preventDefault();
      action(latest.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
