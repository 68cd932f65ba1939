/** What the data takes on disk, part by part, and what keeps it from growing for ever. */
import { useQuery } from '@tanstack/react-query';
import { bytes, count, exactly } from '@/shared/format';
import { Failed, Loading } from '@/shared/ui/states';
import { usageQuery } from '../api';
import { Facts, Panel } from './panel';

export function Usage() {
  const { data, error, isPending, refetch } = useQuery(usageQuery);
  if (isPending) return <Loading />;
  if (error !== null) {
    return (
      <Panel title="Retention and disk use">
        <Failed what="The sizes could not be read" error={error} retry={() => void refetch()} />
      </Panel>
    );
  }
  const parts = data.parts.filter((part) => part.size_bytes > 0);
  return (
    <Panel title="Retention and disk use" note="bounds are set with `agenttrace config` or the environment">
      <Facts
        facts={[
          {
            name: 'Bound of age',
            value: data.retain_days === null ? 'none: set retain_days' : `${data.retain_days} days`,
          },
          {
            name: 'Bound of size',
            value: data.cap_bytes === null ? 'none: set disk_cap_mb' : bytes(data.cap_bytes),
          },
          { name: 'Growth', value: `${bytes(data.growth_bytes_per_day)} a day` },
          {
            name: 'Oldest trace',
            value: data.oldest_at === null ? 'none' : exactly(data.oldest_at),
          },
          {
            name: 'Deleted to keep to bounds',
            value: `${count(data.dropped_traces)} traces, ${count(data.dropped_spans)} spans`,
          },
        ]}
      />
      <table className="w-full text-left">
        <thead className="text-meta text-muted">
          <tr>
            <th className="px-4 py-1 font-normal">Part</th>
            <th className="px-2 py-1 text-right font-normal">Files</th>
            <th className="px-2 py-1 text-right font-normal">Rows</th>
            <th className="px-4 py-1 text-right font-normal">On disk</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.name} className="border-t border-line">
              <td className="px-4 py-1.5">{part.name}</td>
              <td className="figure px-2 py-1.5 text-right text-code">{count(part.files)}</td>
              <td className="figure px-2 py-1.5 text-right text-code">{count(part.rows)}</td>
              <td className="figure px-4 py-1.5 text-right text-code">{bytes(part.size_bytes)}</td>
            </tr>
          ))}
          <tr className="border-t border-line font-medium">
            <td className="px-4 py-1.5">All</td>
            <td />
            <td />
            <td className="figure px-4 py-1.5 text-right text-code">{bytes(data.size_bytes)}</td>
          </tr>
        </tbody>
      </table>
    </Panel>
  );
}
