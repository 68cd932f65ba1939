/** Keys that work on every page: `g` then a page's letter, `/` to the filter, Shift+C copies the address. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ALL_PROJECTS } from '@/shared/api/base';
import { isTyping } from '@/shared/ui/is-typing';

const PAGES = {
  o: '/p/$project',
  s: '/p/$project/sessions',
  t: '/p/$project/traces',
} as const;

const SECOND_LETTER_WITHIN_MS = 1500;

export function useGlobalKeys(): void {
  const navigate = useNavigate();
  const { project = ALL_PROJECTS } = useParams({ strict: false });
  const leaderAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const afterLeader = event.timeStamp - leaderAt.current < SECOND_LETTER_WITHIN_MS;
      const page = afterLeader ? PAGES[event.key as keyof typeof PAGES] : undefined;
      leaderAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (page !== undefined) {
        event.preventDefault();
        event.stopImmediatePropagation();
        void navigate({ to: page, params: { project } });
        return;
      }
      if (event.key === '/') {
        const filter = document.querySelector<HTMLElement>('[data-filter]');
        if (filter !== null) event.preventDefault();
        filter?.focus();
      }
      if (event.key === 'C' && event.shiftKey) void navigator.clipboard?.writeText(window.location.href);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [navigate, project]);
}
