/** Stacked areas over time: the only file that knows uPlot. */
import { useEffect, useRef } from 'react';
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
  label: string;
}

export default function AreaChart({ times, series, height, format, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let plot = draw(element, times, series, height, format);
    const redraw = () => {
      plot.destroy();
      plot = draw(element, times, series, height, format);
    };
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    const stop = onThemeChange(redraw);
    return () => {
      sizes.disconnect();
      stop();
      plot.destroy();
    };
  }, [times, series, height, format]);
  return <div ref={box} role="img" aria-label={label} style={{ minHeight: height }} />;
}

function draw(
  element: HTMLElement,
  times: readonly number[],
  series: readonly Series[],
  height: number,
  format: (value: number) => string,
): uPlot {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const stacked = stack(series);
  const grid = { stroke: token('border'), width: 1 };
  const axis = { stroke: token('muted'), grid, ticks: { show: false }, font: '11px "Geist Mono", monospace' };
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, points: { size: 6 } },
      scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
      axes: [{ ...axis }, { ...axis, size: 56, values: (_, ticks) => ticks.map(format) }],
      series: [
        {},
        ...stacked
          .map(({ label, colour }) => ({
            label,
            stroke: token(colour),
            fill: `color-mix(in srgb, ${token(colour)} 22%, transparent)`,
            width: 1.5,
            points: { show: false },
          }))
          .reverse(),
      ],
      plugins: [valueAtCursor(series, format)],
    },
    [[...times], ...stacked.map(({ values }) => values).reverse()],
    element,
  );
  return plot;
}

/** Each series on top of those below it. */
function stack(series: readonly Series[]): { label: string; colour: string; values: number[] }[] {
  let below: readonly number[] = [];
  return series.map(({ label, token, values }) => {
    const values_ = values.map((value, index) => value + (below[index] ?? 0));
    below = values_;
    return { label, colour: token, values: values_ };
  });
}

/** A small box with the values under the pointer. */
function valueAtCursor(series: readonly Series[], format: (value: number) => string): uPlot.Plugin {
  const tip = document.createElement('div');
  tip.className =
    'pointer-events-none absolute top-1 right-1 hidden rounded-control border border-line bg-surface px-2 py-1 text-meta figure';
  return {
    hooks: {
      init: (plot) => plot.over.append(tip),
      setCursor: (plot) => {
        const index = plot.cursor.idx;
        const when = index === null || index === undefined ? undefined : plot.data[0][index];
        tip.classList.toggle('hidden', when === undefined);
        if (when === undefined || index === null || index === undefined) return;
        const values = series.map(({ label, values }) => `${label} ${format(values[index] ?? 0)}`);
        const at = new Date(when * 1000).toLocaleString('en-CA', {
          dateStyle: 'short',
          timeStyle: 'short',
          hour12: false,
        });
        tip.textContent = [at, ...values].join('  ');
      },
    },
  };
}
