/** Tokens of the last seven days, in and out, stacked. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { axisText, clock, compact, count } from '@/shared/format';
import { lastHours, valuesByHour } from '@/shared/time/buckets';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Failed, Loading } from '@/shared/ui/states';
import { ms } from '@/shared/units';
import { costsQuery } from '../api';

const TimeChart = lazy(() => import('@/shared/chart/time-chart'));
const HOURS = 7 * 24;
const HEIGHT = 236;

export function TokenUsage({ project }: { project: string }) {
  const costs = useQuery(costsQuery(project, 'hour', '7d'));
  const [asTable, setAsTable] = useState(false);
  const rows = costs.data?.rows;
  const usage = useMemo(() => {
    const times = lastHours(ms(Date.now()), HOURS);
    return {
      times,
      output: valuesByHour(times, rows ?? [], (row) => row.output_tokens),
      cached: valuesByHour(times, rows ?? [], (row) => row.cache_read_tokens),
      input: valuesByHour(times, rows ?? [], (row) => row.input_tokens - row.cache_read_tokens),
    };
  }, [rows]);
  const series = useMemo(
    () => [
      { label: 'Output', token: 'kind-agent', values: usage.output },
      { label: 'From cache', token: 'kind-data', values: usage.cached },
      { label: 'Input', token: 'kind-llm', values: usage.input },
    ],
    [usage],
  );
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const summary = `Tokens in the last 7 days: ${count(total(usage.input))} in, ${count(total(usage.cached))} from cache, ${count(total(usage.output))} out`;
  return (
    <section
      aria-label="Token usage"
      className="card col-span-8 min-h-[280px] px-4 py-4 max-[1100px]:col-span-12"
    >
      <div className="flex items-center gap-4 pb-2">
        <h2 className="font-semibold">Token usage, 7 days</h2>
        <Legend className="bg-kind-llm">Input</Legend>
        <Legend className="bg-kind-data">From cache</Legend>
        <Legend className="bg-kind-agent">Output</Legend>
        <button
          type="button"
          onClick={() => setAsTable(!asTable)}
          className="ml-auto text-meta text-muted hover:text-text hover:underline"
        >
          {asTable ? 'View as chart' : 'View as table'}
        </button>
      </div>
      {costs.isError ? (
        <Failed
          what="The token usage could not be read"
          error={costs.error}
          retry={() => void costs.refetch()}
        />
      ) : null}
      {costs.isPending ? <Loading /> : null}
      {costs.data === undefined ? null : asTable ? (
        <UsageTable {...usage} />
      ) : (
        <Suspense fallback={<Loading />}>
          <TimeChart
            times={usage.times}
            series={series}
            height={HEIGHT}
            format={compact}
            axisFormat={axisText}
            label={summary}
          />
        </Suspense>
      )}
    </section>
  );
}

function Legend({ className, children }: { className: string; children: string }) {
  return (
    <span className="flex items-center gap-1.5 text-muted">
      <span aria-hidden="true" className={`size-2 rounded-full ${className}`} />
      {children}
    </span>
  );
}

interface Usage {
  times: number[];
  input: number[];
  cached: number[];
  output: number[];
}

function UsageTable({ times, input, cached, output }: Usage) {
  const used = times
    .map((time, index) => ({
      time,
      input: input[index] ?? 0,
      cached: cached[index] ?? 0,
      output: output[index] ?? 0,
    }))
    .filter((row) => row.input + row.cached + row.output > 0);
  return (
    <ScrollRegion aria-label="Tokens an hour" style={{ maxHeight: HEIGHT }}>
      <table className="w-full text-left">
        <thead className="text-meta text-muted">
          <tr>
            <th className="font-normal">Hour</th>
            <th className="text-right font-normal">Input</th>
            <th className="text-right font-normal">From cache</th>
            <th className="text-right font-normal">Output</th>
          </tr>
        </thead>
        <tbody className="figure text-code">
          {used.map((row) => (
            <tr key={row.time}>
              <td>{clock(ms(row.time * 1000))}</td>
              <td className="text-right">{count(row.input)}</td>
              <td className="text-right">{count(row.cached)}</td>
              <td className="text-right">{count(row.output)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
