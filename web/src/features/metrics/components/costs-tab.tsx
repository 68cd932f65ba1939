/** Cost over time, stacked by what it belongs to, and the same as a table. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import type { CostRow } from '@/shared/api/types';
import { compact, costOf, count, money, percent, whyUnknown } from '@/shared/format';
import { Loading } from '@/shared/ui/states';
import { ms } from '@/shared/units';
import { costsQuery } from '../api';
import {
  bucketsOf,
  COST_GROUPS,
  type CostGroup,
  chosenGroup,
  GROUP_NAMES,
  type Range,
} from '../model/choices';
import { namedKeys, stacked } from '../model/stack';
import { Box, GroupBy, Legend } from './box';
import { FigureTable } from './figure-table';
import { TracesLink } from './traces-link';

const TimeChart = lazy(() => import('@/shared/chart/time-chart'));

interface Props {
  project: string;
  range: Range;
  by: string | undefined;
  onBy: (by: string) => void;
}

export function CostsTab({ project, range, by, onBy }: Props) {
  const group = chosenGroup(COST_GROUPS, by);
  const groups = useQuery(costsQuery(project, group, range.since));
  const whole = useQuery(costsQuery(project, range.bucket, range.since));
  const rows = groups.data?.rows.filter((row) => row.model_calls > 0) ?? [];
  const total = rows.reduce((sum, row) => sum + row.total_cost_usd, 0);
  return (
    <>
      <CostChart project={project} range={range} group={group} rows={rows} whole={whole} onBy={onBy} />
      <Box
        title={`Cost by ${GROUP_NAMES[group].toLowerCase()}`}
        what="The costs could not be read"
        query={groups}
        isEmpty={rows.length === 0}
      >
        <FigureTable
          label={`Cost by ${GROUP_NAMES[group].toLowerCase()}`}
          head={GROUP_NAMES[group]}
          rows={rows}
          keyOf={(row) => row.key ?? ''}
          nameOf={(row) => <TracesLink project={project} group={group} name={row.key} range={range} />}
          columns={[
            { name: 'Cost', cell: (row) => <span title={whyUnknown(row)}>{costOf(row)}</span> },
            { name: 'Share', cell: (row) => (total === 0 ? '–' : percent(row.total_cost_usd / total, 1)) },
            { name: 'Calls', cell: (row) => count(row.model_calls) },
            { name: 'Tokens in', cell: (row) => compact(row.input_tokens) },
            { name: 'From cache', cell: (row) => compact(row.cache_read_tokens) },
            { name: 'Tokens out', cell: (row) => compact(row.output_tokens) },
            { name: 'Traces', cell: (row) => count(row.total_traces) },
          ]}
        />
      </Box>
    </>
  );
}

interface ChartProps {
  project: string;
  range: Range;
  group: CostGroup;
  rows: readonly CostRow[];
  whole: ReturnType<typeof useQuery<{ rows: CostRow[] }>>;
  onBy: (by: string) => void;
}

function CostChart({ project, range, group, rows, whole, onBy }: ChartProps) {
  const keys = namedKeys(rows);
  const parts = useQueries({
    queries: keys.map((key) => costsQuery(project, range.bucket, range.since, { [group]: key })),
    combine: (found) => ({
      isReady: found.every((each) => each.data !== undefined),
      rows: found.map((each) => each.data?.rows ?? []),
    }),
  });
  const all = whole.data?.rows;
  const drawn = useMemo(() => {
    const times = bucketsOf(range, ms(Date.now()));
    const named = keys.map((key, index) => ({ key, rows: parts.rows[index] ?? [] }));
    return { times, series: all === undefined || !parts.isReady ? [] : stacked(times, all, named) };
  }, [range, all, keys, parts]);
  const sum = all?.reduce((held, row) => held + row.total_cost_usd, 0) ?? 0;
  return (
    <Box
      title="Cost over time"
      what="The costs could not be read"
      query={whole}
      isEmpty={all?.every((row) => row.total_cost_usd === 0) ?? true}
      head={
        <>
          {drawn.series.toReversed().map((part) => (
            <Legend key={part.label} token={part.token}>
              {part.label}
            </Legend>
          ))}
          <GroupBy groups={COST_GROUPS} names={GROUP_NAMES} chosen={group} onChoose={onBy} />
        </>
      }
    >
      <div className="px-4 pb-3">
        <Suspense fallback={<Loading />}>
          <TimeChart
            times={drawn.times}
            series={drawn.series}
            height={240}
            format={money}
            axisFormat={money}
            label={`Cost, ${range.label.toLowerCase()}: ${money(sum)} in all; the table below has the figures`}
          />
        </Suspense>
      </div>
    </Box>
  );
}
