/** The bars themselves: all traces, the failed ones at the foot of each, the 95th percentile as a line. */
import { type Bar, linesOf } from '@/shared/time/bars';
import type { Brush } from '../model/brush';

const HEIGHT = 56;
const FULL = HEIGHT - 2;

interface Props {
  bars: readonly Bar[];
  brush: Brush | null;
  hovered: number | null;
}

export function BarPicture({ bars, brush, hovered }: Props) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const tall = (value: number) => (value === 0 ? 0 : Math.max(2, (value / most) * FULL));
  const isLit = (index: number) =>
    brush === null ? index === hovered : index >= brush.first && index <= brush.last;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
    >
      {brush === null ? null : (
        <rect
          x={brush.first}
          width={brush.last - brush.first + 1}
          height={HEIGHT}
          className="fill-[var(--selection)]"
        />
      )}
      {bars.map((bar, index) => (
        <g key={bar.from}>
          <rect
            x={index + 0.08}
            width={0.84}
            y={HEIGHT - tall(bar.count)}
            height={tall(bar.count)}
            fillOpacity={isLit(index) ? 1 : 0.55}
            className="fill-[var(--accent)]"
          />
          <rect
            x={index + 0.08}
            width={0.84}
            y={HEIGHT - tall(bar.errors)}
            height={tall(bar.errors)}
            className="fill-[var(--error)]"
          />
        </g>
      ))}
      {linesOf(bars, HEIGHT).map((points) => (
        <polyline
          key={points}
          points={points}
          fill="none"
          strokeWidth="1.5"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
          className="stroke-[var(--kind-tool)]"
        />
      ))}
    </svg>
  );
}
