/** How long things take: percentiles over time, and by operation, type, model, tool or agent. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { count, duration, percent } from '@/shared/format';
import { rowsByTime } from '@/shared/time/buckets';
import { Loading } from '@/shared/ui/states';
import { ms, us } from '@/shared/units';
import { performanceQuery } from '../api';
import { bucketsOf, chosenGroup, GROUP_NAMES, type Range, SPEED_GROUPS } from '../model/choices';
import { Box, GroupBy, Legend } from './box';
import { FigureTable } from './figure-table';
import { HeatMap } from './heat-map';
import { TracesLink } from './traces-link';

const TimeChart = lazy(() => import('@/shared/chart/time-chart'));
const PERCENTILES = [
  { label: 'p50', token: 'kind-agent', of: 'p50_us' },
  { label: 'p95', token: 'kind-tool', of: 'p95_us' },
  { label: 'p99', token: 'kind-handoff', of: 'p99_us' },
] as const;

interface Props {
  project: string;
  range: Range;
  by: string | undefined;
  onBy: (by: string) => void;
}

export function PerformanceTab({ project, range, by, onBy }: Props) {
  const group = chosenGroup(SPEED_GROUPS, by);
  const groups = useQuery(performanceQuery(project, group, range.since));
  const rows = useMemo(
    () =>
      (groups.data?.rows ?? [])
        .filter((row) => row.key !== null)
        .toSorted((a, b) => (b.p95_us ?? 0) - (a.p95_us ?? 0)),
    [groups.data],
  );
  const figure = (value: number | null) => (value === null ? '–' : duration(us(value)));
  return (
    <>
      <Percentiles project={project} range={range} />
      <HeatMap project={project} range={range} />
      <Box
        title="Slowest first"
        what="The latencies could not be read"
        query={groups}
        isEmpty={rows.length === 0}
        head={<GroupBy groups={SPEED_GROUPS} names={GROUP_NAMES} chosen={group} onChoose={onBy} />}
      >
        <FigureTable
          label="Latencies, slowest first"
          head={GROUP_NAMES[group]}
          rows={rows}
          keyOf={(row) => row.key ?? ''}
          nameOf={(row) => <TracesLink project={project} group={group} name={row.key} range={range} />}
          columns={[
            { name: 'p50', cell: (row) => figure(row.p50_us) },
            { name: 'p95', cell: (row) => figure(row.p95_us) },
            { name: 'p99', cell: (row) => figure(row.p99_us) },
            { name: 'Longest', cell: (row) => figure(row.max_us) },
            { name: 'Spans', cell: (row) => count(row.spans) },
            { name: 'Failed', cell: (row) => (row.spans === 0 ? '–' : percent(row.errors / row.spans, 1)) },
          ]}
        />
      </Box>
    </>
  );
}

function Percentiles({ project, range }: { project: string; range: Range }) {
  const overTime = useQuery(performanceQuery(project, range.bucket, range.since));
  const rows = overTime.data?.rows;
  const drawn = useMemo(() => {
    const times = bucketsOf(range, ms(Date.now()));
    const found = rowsByTime(times, rows ?? []);
    const series = PERCENTILES.map(({ label, token, of }) => ({
      label,
      token,
      values: found.map((row) => row?.[of] ?? null),
    }));
    return { times, series };
  }, [range, rows]);
  const text = (value: number) => duration(us(value));
  return (
    <Box
      title="Latency of spans over time"
      what="The latencies could not be read"
      query={overTime}
      isEmpty={(rows ?? []).every((row) => row.p50_us === null)}
      head={PERCENTILES.map(({ label, token }) => (
        <Legend key={label} token={token}>
          {label}
        </Legend>
      ))}
    >
      <div className="px-4 pb-3">
        <Suspense fallback={<Loading />}>
          <TimeChart
            times={drawn.times}
            series={drawn.series}
            isStacked={false}
            height={240}
            format={text}
            axisFormat={text}
            label={`Latency percentiles of spans, ${range.label.toLowerCase()}; the table below has the figures`}
          />
        </Suspense>
      </div>
    </Box>
  );
}
