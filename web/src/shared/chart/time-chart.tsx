/** Values over time, as stacked areas or as lines: the only file that knows uPlot. */
import { type RefObject, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clock } from '../format';
import { onThemeChange } from '../theme/theme';
import { ms } from '../units';

export interface Series {
  label: string;
  /** The CSS token of its colour. */
  token: string;
  /** null where there is nothing to draw. */
  values: readonly (number | null)[];
}

interface Props {
  /** Seconds since the epoch, ascending. */
  times: readonly number[];
  /** From the bottom up where they are stacked. */
  series: readonly Series[];
  /** Areas on top of each other, for parts of a sum; lines for everything else. */
  isStacked?: boolean;
  height: number;
  format: (value: number) => string;
  axisFormat: (value: number) => string;
  label: string;
}

export default function AreaChart(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { times, series, height, label, isStacked = true } = props;

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = newPlot(element, latest);
    };
    draw();
    const sizes = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    const stop = onThemeChange(draw);
    return () => {
      sizes.disconnect();
      stop();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [height]);
  // uPlot cannot change how many series it has: another number of them is another plot
  const names = series.map((each) => each.label).join('\n');
  const drawn = useRef(names);
  useEffect(() => {
    if (drawn.current !== names && box.current !== null) {
      drawn.current = names;
      plot.current?.destroy();
      plot.current = newPlot(box.current, latest);
      return;
    }
    plot.current?.setData(dataOf(times, series, isStacked));
  }, [times, series, isStacked, names]);

  return <div ref={box} role="img" aria-label={label} style={{ minHeight: height }} />;
}

function newPlot(element: HTMLElement, latest: RefObject<Props>): uPlot {
  const { times, series, height, isStacked = true } = latest.current;
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const grid = { stroke: token('border'), width: 1 };
  const axis = { stroke: token('muted'), grid, ticks: { show: false }, font: '11px "Geist Mono", monospace' };
  const options: uPlot.Options = {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [
      axis,
      { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => latest.current.axisFormat(tick)) },
    ],
    series: [
      {},
      ...drawnSeries(series, isStacked).map((each) => ({
        label: each.label,
        stroke: token(each.token),
        ...(isStacked ? { fill: `color-mix(in srgb, ${token(each.token)} 22%, transparent)` } : {}),
        width: 1.5,
        // a line of one point would not be seen without it
        points: { show: !isStacked, size: 5 },
      })),
    ],
    plugins: [valueAtCursor(latest)],
  };
  return new uPlot(options, dataOf(times, series, isStacked), element);
}

/** In a stack the topmost is drawn first. */
function drawnSeries(series: readonly Series[], isStacked: boolean): readonly Series[] {
  return isStacked ? series.toReversed() : series;
}

/** As lines: the values. In a stack: each series on top of those below it. */
function dataOf(times: readonly number[], series: readonly Series[], isStacked: boolean): uPlot.AlignedData {
  if (!isStacked) return [[...times], ...series.map(({ values }) => [...values])];
  let below: readonly number[] = [];
  const stacked = series.map(({ values }) => {
    const sums = values.map((value, index) => (value ?? 0) + (below[index] ?? 0));
    below = sums;
    return sums;
  });
  return [[...times], ...stacked.toReversed()];
}

/** A small box with the values under the pointer. */
function valueAtCursor(latest: RefObject<Props>): uPlot.Plugin {
  const tip = document.createElement('div');
  tip.className =
    'pointer-events-none absolute top-1 right-1 hidden rounded-control border border-line bg-surface px-2 py-1 text-meta figure';
  const show = (plot: uPlot) => {
    const index = plot.cursor.idx ?? -1;
    const when = plot.data[0][index];
    tip.classList.toggle('hidden', when === undefined);
    if (when === undefined) return;
    const { series, format } = latest.current;
    const values = series.map(({ label, values: all }) => `${label} ${format(all[index] ?? 0)}`);
    tip.textContent = [clock(ms(when * 1000)), ...values].join('  ');
  };
  return { hooks: { init: (plot) => plot.over.append(tip), setCursor: show } };
}
