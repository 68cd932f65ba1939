/** Live news inside React: refetching lists at most once a second, and the state of the line. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ms } from '../units';
import { type Watched, watch } from './pool';
import type { LiveListener, LiveState } from './socket';
import { throttle } from './throttle';

/** Call `listener` for as long as the component lives. Null watches nothing. */
export function useLiveListener(watched: Watched | null, listener: LiveListener): void {
  const latest = useRef(listener);
  latest.current = listener;
  const { project, trace, session } = watched ?? {};
  const isOn = watched !== null;
  useEffect(() => {
    if (!isOn) return;
    const wanted: Watched = {
      ...(project === undefined ? {} : { project }),
      ...(trace === undefined ? {} : { trace }),
      ...(session === undefined ? {} : { session }),
    };
    return watch(wanted, {
      onChange: (change) => latest.current.onChange?.(change),
      onGap: () => latest.current.onGap?.(),
      onState: (state) => latest.current.onState?.(state),
    });
  }, [isOn, project, trace, session]);
}

/** Ask again for the queries under `keys` when something changed, at most once a second. */
export function useLiveRefetch(watched: Watched | null, keys: readonly QueryKey[]): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>({ kind: 'connecting' });
  const latestKeys = useRef(keys);
  latestKeys.current = keys;
  const refetch = useRef(
    throttle(() => {
      for (const queryKey of latestKeys.current) void client.invalidateQueries({ queryKey });
    }, ms(1000)),
  );
  useEffect(() => () => refetch.current.cancel(), []);
  useLiveListener(watched, {
    onChange: () => refetch.current(),
    onGap: () => refetch.current(),
    onState: (next) => {
      // what changed between the answer that is shown and the opening of the line was never announced
      if (next.kind === 'live') refetch.current();
      setState(next);
    },
  });
  return state;
}
