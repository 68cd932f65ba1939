/** Cost, tokens, latency and errors of the last 24 hours against the 24 hours before. */
import { useQuery } from '@tanstack/react-query';
import { compactParts, costOf, count, duration, plural, whyUnknown } from '@/shared/format';
import { barsOf } from '@/shared/time/bars';
import { lastHours, valuesByHour } from '@/shared/time/buckets';
import { Bone, Failed, useSlow } from '@/shared/ui/states';
import { ms, us } from '@/shared/units';
import { costsQuery, hourlyTracesQuery, summaryQuery } from '../api';
import { delta, points } from '../model/delta';
import { StatCard } from './stat-card';

export function StatCards({ project }: { project: string }) {
  const now = useQuery(summaryQuery(project, { since: '24h' }));
  const before = useQuery(summaryQuery(project, { since: '48h', until: '24h' }));
  const costs = useQuery(costsQuery(project, 'hour', '24h'));
  const hours = useQuery(hourlyTracesQuery(project));
  const slow = useSlow(now.isPending);
  if (now.isError) {
    return (
      <div className="card col-span-12">
        <Failed what="The figures could not be read" error={now.error} retry={() => void now.refetch()} />
      </div>
    );
  }
  if (now.data === undefined) return slow ? <Bones /> : null;

  const times = lastHours(ms(Date.now()), 24);
  const hourly = costs.data?.rows ?? [];
  const bars = hours.data === undefined ? [] : barsOf(hours.data);
  const was = before.data;
  const { data } = now;
  const tokens = compactParts(data.total_tokens);
  const latency = splitUnit(duration(data.trace_p95_us === null ? null : us(data.trace_p95_us)));
  return (
    <div className="col-span-12 grid grid-cols-4 gap-4 max-[1100px]:grid-cols-2 max-[560px]:grid-cols-1">
      <StatCard
        project={project}
        name="Cost"
        figure={costOf(data)}
        note={whyUnknown(data)}
        title={`$${data.total_cost_usd}`}
        change={was ? delta(data.total_cost_usd, was.total_cost_usd) : null}
        line={{
          label: 'cost an hour, last 24 hours',
          values: valuesByHour(times, hourly, (row) => row.total_cost_usd),
        }}
      />
      <StatCard
        project={project}
        name="Tokens"
        figure={tokens.figure}
        unit={tokens.letter}
        title={`${count(data.input_tokens)} in, ${count(data.output_tokens)} out`}
        change={was ? delta(data.total_tokens, was.total_tokens) : null}
        line={{
          label: 'tokens an hour, last 24 hours',
          values: valuesByHour(times, hourly, (row) => row.total_tokens),
        }}
      />
      <StatCard
        project={project}
        name="Latency p95"
        figure={latency.figure}
        unit={latency.unit}
        title="95 of 100 traces were faster"
        change={
          was?.trace_p95_us && data.trace_p95_us !== null ? delta(data.trace_p95_us, was.trace_p95_us) : null
        }
        line={{
          label: 'p95 of traces an hour, last 24 hours',
          values: bars.map((bar) => bar.p95Us ?? 0),
        }}
      />
      <StatCard
        project={project}
        name="Error rate"
        filters={['status:(error,timeout)']}
        figure={(data.error_rate * 100).toFixed(2)}
        unit="%"
        title={`${count(data.failed_traces)} of ${plural(data.total_traces, 'trace')} failed`}
        change={was && was.total_traces > 0 ? points(data.error_rate, was.error_rate) : null}
        line={{
          label: 'share of failed traces an hour, last 24 hours',
          values: bars.map((bar) => (bar.count === 0 ? 0 : bar.errors / bar.count)),
        }}
      />
    </div>
  );
}

/** "6.42s" as 6.42 and s; "4m 12s" stays whole. */
function splitUnit(text: string): { figure: string; unit: string } {
  const parts = /^([\d.]+)([a-zµ]+)$/.exec(text);
  return { figure: parts?.[1] ?? text, unit: parts?.[2] ?? '' };
}

function Bones() {
  return (
    <div role="status" className="col-span-12 grid grid-cols-4 gap-4 max-[1100px]:grid-cols-2">
      <span className="sr-only">Loading</span>
      {['cost', 'tokens', 'latency', 'errors'].map((name) => (
        <div key={name} className="card flex h-[130px] flex-col gap-3 p-4">
          <Bone className="h-4 w-20" />
          <Bone className="h-7 w-32" />
          <Bone className="h-6 w-full" />
        </div>
      ))}
    </div>
  );
}
