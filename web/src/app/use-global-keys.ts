/** Keys that work on every page: the palette, the list of keys, `g` then a page's letter, `/`, Shift+C. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ALL_PROJECTS } from '@/shared/api/base';
import { isSilenced } from '@/shared/keys/letters';
import { isTyping } from '@/shared/ui/is-typing';
import { PAGES } from './pages';

export type OverlayName = 'palette' | 'keys';

const SECOND_LETTER_WITHIN_MS = 1500;

export function useGlobalKeys(open: (overlay: OverlayName) => void): void {
  const navigate = useNavigate();
  const { project = ALL_PROJECTS } = useParams({ strict: false });
  const leaderAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const goTo = (event: KeyboardEvent): boolean => {
      const afterLeader = event.timeStamp - leaderAt.current < SECOND_LETTER_WITHIN_MS;
      leaderAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const page = afterLeader ? PAGES.find(({ letter }) => letter === event.key) : undefined;
      if (page === undefined) return false;
      event.stopImmediatePropagation();
      void navigate({ to: page.to, params: { project } });
      return true;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('palette');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isSilenced(event)) return;
      if (goTo(event)) event.preventDefault();
      else if (event.key === '?') open('keys');
      else if (event.key === '/') focusFilter(event);
      else if (event.key === 'C' && event.shiftKey) {
        void navigator.clipboard?.writeText(window.location.href);
      }
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [navigate, project, open]);
}

function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLElement>('[data-filter]');
  if (filter !== null) event.preventDefault();
  filter?.focus();
}
