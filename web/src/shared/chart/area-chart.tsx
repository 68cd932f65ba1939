/** Stacked areas over time: the only file that knows uPlot. */
import { type RefObject, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { onThemeChange } from '../theme/theme';

export interface Series {
  label: string;
  /** The CSS token of its colour. */
  token: string;
  values: readonly number[];
}

interface Props {
  /** Seconds since the epoch, ascending. */
  times: readonly number[];
  /** From the bottom up; values are stacked here. */
  series: readonly Series[];
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
  const { times, series, height, label } = props;

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
  useEffect(() => plot.current?.setData(dataOf(times, series)), [times, series]);

  return <div ref={box} role="img" aria-label={label} style={{ minHeight: height }} />;
}

function newPlot(element: HTMLElement, latest: RefObject<Props>): uPlot {
  const { times, series, height } = latest.current;
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const grid = { stroke: token('border'), width: 1 };
  const axis = { stroke: token('muted'), grid, ticks: { show: false }, font: '11px "Geist Mono", monospace' };
  const options: uPlot.Options = {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
    axes: [
      axis,
      { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => latest.current.axisFormat(tick)) },
    ],
    series: [
      {},
      ...series.toReversed().map((each) => ({
        label: each.label,
        stroke: token(each.token),
        fill: `color-mix(in srgb, ${token(each.token)} 22%, transparent)`,
        width: 1.5,
        points: { show: false },
      })),
    ],
    plugins: [valueAtCursor(latest)],
  };
  return new uPlot(options, dataOf(times, series), element);
}

/** Each series on top of those below it; the topmost is drawn first. */
function dataOf(times: readonly number[], series: readonly Series[]): uPlot.AlignedData {
  let below: readonly number[] = [];
  const stacked = series.map(({ values }) => {
    const sums = values.map((value, index) => value + (below[index] ?? 0));
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
    const style = { dateStyle: 'short', timeStyle: 'short', hour12: false } as const;
    tip.textContent = [new Date(when * 1000).toLocaleString('en-CA', style), ...values].join('  ');
  };
  return { hooks: { init: (plot) => plot.over.append(tip), setCursor: show } };
}
