/** What is stored and what that takes on the disk. */
import { useQuery } from '@tanstack/react-query';
import { bytes, count } from '@/shared/format';
import { Failed, Loading } from '@/shared/ui/states';
import { storeQuery } from '../api';
import { Facts, Panel } from './panel';

export function StoreFacts() {
  const { data, error, isPending, refetch } = useQuery(storeQuery);
  if (isPending) return <Loading />;
  return (
    <Panel title="Data">
      {error !== null ? (
        <Failed what="The store could not be asked" error={error} retry={() => void refetch()} />
      ) : (
        <Facts
          facts={[
            { name: 'Folder', value: data.data_dir },
            { name: 'Store on disk', value: bytes(data.disk_bytes) },
            {
              name: 'Message bodies',
              value: `${bytes(data.content_bytes)} stored, would have been ${bytes(data.content_bytes_unshared)}`,
            },
            { name: 'Journal on disk', value: bytes(data.journal_bytes) },
            { name: 'Traces', value: count(data.traces) },
            { name: 'Sessions', value: count(data.sessions) },
            { name: 'Spans', value: `${count(data.spans)}, of them ${count(data.hot_spans)} not sealed yet` },
            { name: 'Segments', value: count(data.segments) },
            {
              name: 'Bytes a span',
              value: data.spans === 0 ? '–' : bytes(Math.round(data.disk_bytes / data.spans)),
            },
          ]}
        />
      )}
    </Panel>
  );
}
