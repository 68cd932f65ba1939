/** The trace page's shape while its columns are on their way; after four seconds, how much is expected. */
import { count } from '@/shared/format';
import { Loading, Rows, useSlow } from '@/shared/ui/states';

export function TraceLoading({ spans }: { spans: number | undefined }) {
  const isVerySlow = useSlow(true, 4000);
  return (
    <Loading>
      {isVerySlow && spans !== undefined ? (
        <p className="pb-3 text-muted">Reading {count(spans)} spans</p>
      ) : null}
      <Rows count={16} />
    </Loading>
  );
}
