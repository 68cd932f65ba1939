/** News of an open trace: endings are written into the columns, new spans fetched and put in between. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Change, Span } from '@/shared/api/types';
import type { Skeleton } from '@/shared/columns';
import type { LiveState } from '@/shared/live/socket';
import { throttle } from '@/shared/live/throttle';
import { useLiveListener } from '@/shared/live/use-live';
import { ms } from '@/shared/units';
import { fetchNews, skeletonQuery, traceKey, traceQuery } from '../api';
import { countOrphans, merged, newestSeq, patched } from '../model/grow';

const EVERY = ms(250);

export function useTraceLive(project: string, traceId: string): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>({ kind: 'connecting' });
  const waiting = useRef(new Map<number, Span>());

  const news = useMemo(() => {
    const { queryKey } = skeletonQuery(project, traceId);
    const put = (skeleton: Skeleton) => client.setQueryData(queryKey, skeleton);
    const askForAll = () => client.invalidateQueries({ queryKey: [...traceKey(traceId)] });
    let isBusy = false;

    const take = async () => {
      const held = client.getQueryData(queryKey);
      if (held === undefined || isBusy) return;
      const spans = [...waiting.current.values()];
      waiting.current.clear();
      const newest = newestSeq(held);
      const next = patched(held, spans);
      if (!spans.some((span) => span.seq > newest)) return void put(next);
      isBusy = true;
      try {
        // a parent that comes after its child moves rows that are here
        const whole = countOrphans(held) > 0 ? null : merged(next, await fetchNews(project, traceId, newest));
        if (whole === null) await askForAll();
        else put(whole);
      } catch {
        await askForAll();
      } finally {
        isBusy = false;
        if (waiting.current.size > 0) soon();
      }
    };
    const soon = throttle(() => void take(), EVERY);
    return { soon, askForAll };
  }, [client, project, traceId]);
  useEffect(() => () => news.soon.cancel(), [news]);

  const onChange = (change: Change) => {
    for (const span of change.spans) if (span.trace_id === traceId) waiting.current.set(span.seq, span);
    const trace = change.traces.find((each) => each.id === traceId);
    if (trace !== undefined) {
      client.setQueryData(traceQuery(project, traceId).queryKey, (known) => ({
        content_bytes: known?.content_bytes ?? 0,
        content_bytes_unshared: known?.content_bytes_unshared ?? 0,
        ...trace,
      }));
    }
    if (change.spans.length > 0) news.soon();
    for (const span of change.spans) {
      void client.invalidateQueries({ queryKey: [...traceKey(traceId), 'span', project, span.seq] });
    }
  };
  useLiveListener({ trace: traceId }, { onChange, onGap: () => void news.askForAll(), onState: setState });
  return state;
}
