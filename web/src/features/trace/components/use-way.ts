/** Which way the trace is seen, kept in the URL. */
import { useNavigate } from '@tanstack/react-router';
import type { TraceSearch } from '../model/url-state';
import { parseWay, type Way } from '../model/ways';

export function useWay(search: TraceSearch): [Way, (way: Way) => void] {
  const navigate = useNavigate({ from: '/p/$project/traces/$traceId' });
  const choose = (way: Way) => {
    const { view: _, ...rest } = search;
    void navigate({ to: '.', replace: true, search: way === 'waterfall' ? rest : { ...rest, view: way } });
  };
  return [parseWay(search.view), choose];
}
