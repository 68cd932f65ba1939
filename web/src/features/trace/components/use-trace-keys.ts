/** Listens for the keys of the trace page wherever the focus is, but never while someone types. */
import { useEffect, useRef } from 'react';
import { isSilenced } from '@/shared/keys/letters';
import { isTyping } from '@/shared/ui/is-typing';
import { actionFor, type KeyActions, MOVEMENT } from '../model/keys';

/** Inside these, arrows and paging have a meaning of their own: they scroll, or move a tab or a splitter. */
const OWN_KEYS = 'aside, [role=tablist], [role=separator]';

function movesTree(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return true;
  if (key === 'Enter') return target.matches('body, main, [role=tree]');
  return target.closest(OWN_KEYS) === null;
}

export function useTraceKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (isSilenced(event)) return;
      if (MOVEMENT.has(event.key) && !movesTree(event.target, event.key)) return;
      const action = actionFor(event.key);
      if (action === undefined) return;
      event.preventDefault();
      action(latest.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
