/** The prices that hold today: your own first, then the table's. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { count } from '@/shared/format';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Failed } from '@/shared/ui/states';
import { pricesQuery } from '../api';

const SHOWN = ['input', 'output', 'cache_read', 'cache_write'] as const;
const NAMES = {
  input: 'Input',
  output: 'Output',
  cache_read: 'From cache',
  cache_write: 'To cache',
} as const;

export function PriceList() {
  const [words, setWords] = useState('');
  const { data, error, refetch } = useQuery(pricesQuery(useDeferredValue(words.trim())));
  return (
    <section aria-label="List of prices" className="border-t border-line py-3">
      <div className="flex items-center gap-3 px-4 pb-2">
        <input
          aria-label="Part of a model's name"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          placeholder="Part of a model's name"
          className="field w-64"
        />
        {data === undefined ? null : (
          <span className="text-meta text-muted">
            {data.items.length < data.total ? `the first ${count(data.items.length)} of ` : ''}
            {count(data.total)} prices
          </span>
        )}
      </div>
      {error === null ? null : (
        <Failed what="The prices could not be read" error={error} retry={() => void refetch()} />
      )}
      <ScrollRegion aria-label="Table of prices" className="max-h-72">
        <table className="w-full text-left">
          <thead className="sticky top-0 bg-surface text-meta text-muted">
            <tr>
              <th className="px-4 py-1 font-normal">Model</th>
              <th className="px-2 py-1 font-normal">From</th>
              {SHOWN.map((name) => (
                <th key={name} className="px-2 py-1 text-right font-normal last:pr-4">
                  {NAMES[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(data?.items ?? []).map((row) => (
              <tr
                key={`${row.source} ${row.row} ${row.tier} ${row.in_force_from}`}
                className="border-t border-line"
              >
                <td className="figure px-4 py-1 text-code">
                  {row.row}
                  {row.tier === null ? '' : ` (${row.tier})`}
                </td>
                <td className="px-2 py-1 text-muted">{row.source === 'overrides' ? 'yours' : 'table'}</td>
                {SHOWN.map((name) => (
                  <td key={name} className="figure px-2 py-1 text-right text-code last:pr-4">
                    {row.prices[name] === undefined ? '–' : `$${row.prices[name]}`}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}
