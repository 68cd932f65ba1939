/** Which way the trace is seen, kept in the URL; with what is to be found there, where that is given. */
import { useNavigate } from '@tanstack/react-router';
import type { TraceSearch } from '@/shared/url/searches';
import { parseWay, type Way } from '../model/ways';

export function useWay(search: TraceSearch): [Way, (way: Way, found?: string) => void] {
  const navigate = useNavigate({ from: '/p/$project/traces/$traceId' });
  const choose = (way: Way, found?: string) => {
    const { view: _, ...before } = search;
    const rest = found === undefined ? before : { ...before, q: found };
    void navigate({ to: '.', replace: true, search: way === 'waterfall' ? rest : { ...rest, view: way } });
  };
  return [parseWay(search.view), choose];
}
