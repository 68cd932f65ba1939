/** Latencies as a heat map: when, how long, and how many spans; the same as a table. */
import { useQuery } from '@tanstack/react-query';
import { type PointerEvent, useMemo, useState } from 'react';
import { clock, compact, count, duration, plural } from '@/shared/format';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { ms, us } from '@/shared/units';
import { performanceQuery } from '../api';
import { bucketsOf, type Range } from '../model/choices';
import { type Heat, heatOf, strength } from '../model/heat';
import { Box } from './box';

const ROW_HEIGHT = 14;

export function HeatMap({ project, range }: { project: string; range: Range }) {
  const overTime = useQuery(performanceQuery(project, range.bucket, range.since));
  const [asTable, setAsTable] = useState(false);
  const rows = overTime.data?.rows;
  const heat = useMemo(() => heatOf(bucketsOf(range, ms(Date.now())), rows ?? []), [range, rows]);
  return (
    <Box
      title="How long spans took"
      what="The latencies could not be read"
      query={overTime}
      isEmpty={heat.cells.length === 0}
      head={
        <>
          <span className="text-meta text-muted">
            {`the darker, the more spans (at most ${compact(heat.most)} in one field)`}
          </span>
          <button
            type="button"
            className="ml-auto text-meta text-muted hover:text-text hover:underline"
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'View as chart' : 'View as table'}
          </button>
        </>
      }
    >
      {asTable ? <HeatTable heat={heat} /> : <Picture heat={heat} label={range.label} />}
    </Box>
  );
}

function Picture({ heat, label }: { heat: Heat; label: string }) {
  const [told, setTold] = useState('');
  const { edges, times, cells } = heat;
  const height = edges.length * ROW_HEIGHT;
  const spans = cells.reduce((sum, cell) => sum + cell.spans, 0);
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * times.length);
    const row = edges.length - 1 - Math.floor(((event.clientY - box.top) / box.height) * edges.length);
    const cell = cells.find((each) => each.column === column && each.row === row);
    const [time, edge] = [times[column], edges[row]];
    if (time === undefined || edge === undefined) return;
    setTold(`${clock(ms(time * 1000))}, ${between(edge)}: ${plural(cell?.spans ?? 0, 'span')}`);
  };
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2 px-4 pb-3">
      <div className="figure relative w-14 text-right text-caption text-muted" style={{ height }}>
        {edges.map((edge, row) =>
          row % 3 === 0 ? (
            <span
              key={edge}
              className="absolute right-0 translate-y-1/2"
              style={{ bottom: row * ROW_HEIGHT }}
            >
              {duration(us(edge))}
            </span>
          ) : null,
        )}
      </div>
      <svg
        role="img"
        aria-label={`Latencies of ${plural(spans, 'span')}, ${label.toLowerCase()}; the table has the figures`}
        viewBox={`0 0 ${times.length} ${edges.length}`}
        preserveAspectRatio="none"
        style={{ height }}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setTold('')}
        className="w-full bg-sunken"
      >
        {cells.map(({ column, row, spans: many }) => (
          <rect
            key={`${column} ${row}`}
            x={column + 0.04}
            y={edges.length - 1 - row + 0.06}
            width={0.92}
            height={0.88}
            fillOpacity={strength(many, heat.most)}
            className="fill-[var(--accent)]"
          />
        ))}
      </svg>
      <span />
      <p className="figure flex justify-between pt-1 text-caption text-muted">
        <span>{clock(ms((times[0] ?? 0) * 1000))}</span>
        <span className="text-text">{told}</span>
        <span>{clock(ms((times.at(-1) ?? 0) * 1000))}</span>
      </p>
    </div>
  );
}

function HeatTable({ heat }: { heat: Heat }) {
  const { times, edges, cells } = heat;
  const known = new Map(cells.map((cell) => [`${cell.column} ${cell.row}`, cell.spans]));
  const used = times
    .map((time, column) => ({ time, column }))
    .filter(({ column }) => cells.some((cell) => cell.column === column));
  return (
    <ScrollRegion aria-label="Table: how long spans took" className="max-h-[420px]">
      <table className="text-left">
        <thead className="sticky top-0 bg-surface text-meta text-muted">
          <tr className="h-9">
            <th scope="col" className="px-4 font-normal whitespace-nowrap">
              Began
            </th>
            {edges.map((edge) => (
              <th key={edge} scope="col" className="px-2 text-right font-normal whitespace-nowrap">
                {duration(us(edge))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {used.map(({ time, column }) => (
            <tr key={time} className="h-8 border-t border-line hover:bg-hover">
              <th scope="row" className="px-4 font-normal whitespace-nowrap">
                {clock(ms(time * 1000))}
              </th>
              {edges.map((edge, row) => (
                <td key={edge} className="figure px-2 text-right text-code">
                  {known.has(`${column} ${row}`) ? count(known.get(`${column} ${row}`)) : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function between(edge: number): string {
  return `${duration(us(edge))} to ${duration(us(edge * 2))}`;
}
