/** Records that were accepted and could not be read later, each with its reason. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { bytes } from '@/shared/format';
import { Failed, Loading } from '@/shared/ui/states';
import { When } from '@/shared/ui/when';
import { deadLettersQuery } from '../api';
import { Panel } from './panel';

export function DeadLetters() {
  const letters = useInfiniteQuery(deadLettersQuery);
  if (letters.isPending) return <Loading />;
  const items = letters.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title="Dead letters" note="accepted records that could not be read">
      {letters.error !== null ? (
        <Failed
          what="The dead letters could not be read"
          error={letters.error}
          retry={() => void letters.refetch()}
        />
      ) : null}
      {letters.error === null && items.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-muted">None: everything that was accepted could be read.</p>
      ) : null}
      {items.length === 0 ? null : (
        <table className="w-full text-left">
          <thead className="text-meta text-muted">
            <tr>
              <th className="px-4 py-1 font-normal">When</th>
              <th className="px-2 py-1 font-normal">Project</th>
              <th className="px-2 py-1 font-normal">Reason</th>
              <th className="px-4 py-1 text-right font-normal">Size</th>
            </tr>
          </thead>
          <tbody>
            {items.map((letter) => (
              <tr key={letter.offset} className="border-t border-line align-top">
                <td className="px-4 py-1.5">
                  <When at={letter.received_at} />
                </td>
                <td className="px-2 py-1.5">{letter.project}</td>
                <td className="px-2 py-1.5 break-words">
                  {letter.reason}
                  <span className="text-meta text-muted"> ({letter.signal})</span>
                </td>
                <td className="figure px-4 py-1.5 text-right text-code">{bytes(letter.size_bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {letters.hasNextPage ? (
        <div className="p-3">
          <button type="button" className="control" onClick={() => void letters.fetchNextPage()}>
            Show older ones
          </button>
        </div>
      ) : null}
    </Panel>
  );
}
