/** A small line without axes; the words beside it carry the meaning. */
interface Props {
  values: readonly number[];
  label: string;
}

const WIDTH = 300;
const HEIGHT = 28;

export function Sparkline({ values, label }: Props) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-8 w-full overflow-visible text-accent"
    >
      <polyline
        points={points(values)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function points(values: readonly number[], width = WIDTH, height = HEIGHT): string {
  if (values.length < 2) return `0,${height} ${width},${height}`;
  const highest = Math.max(...values, 0) || 1;
  return values
    .map((value, index) => {
      const x = (index / (values.length - 1)) * width;
      const y = height - 1 - (value / highest) * (height - 2);
      return `${round(x)},${round(y)}`;
    })
    .join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
