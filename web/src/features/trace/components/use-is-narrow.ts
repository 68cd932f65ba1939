/** Under 900 px there is room for the tree alone. */
import { useSyncExternalStore } from 'react';

const query = () => window.matchMedia('(max-width: 899px)');

function subscribe(listener: () => void): () => void {
  const media = query();
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}
