/** The two ends of the brush for the keyboard: sliders over the bars, seen when they have the focus. */
import { type Bar, edge } from '@/shared/time/bars';
import { type Brush, brushOf } from '../model/brush';

interface Props {
  bars: readonly Bar[];
  brush: Brush | null;
  onBrush: (brush: Brush) => void;
}

export function BrushEnds({ bars, brush, onBrush }: Props) {
  const { first, last } = brush ?? brushOf(0, bars.length - 1);
  return (
    <>
      <End
        label="Range begins"
        value={first}
        text={edge(bars, first, 'from')}
        most={bars.length - 1}
        onMove={(index) => onBrush({ first: Math.min(index, last), last })}
      />
      <End
        label="Range ends"
        value={last}
        text={edge(bars, last, 'to')}
        most={bars.length - 1}
        onMove={(index) => onBrush({ first, last: Math.max(index, first) })}
      />
    </>
  );
}

interface EndProps {
  label: string;
  value: number;
  text: string;
  most: number;
  onMove: (index: number) => void;
}

function End({ label, value, text, most, onMove }: EndProps) {
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={text}
      min={0}
      max={most}
      value={value}
      onChange={(event) => onMove(Number(event.target.value))}
      className="pointer-events-none absolute inset-x-0 top-10 h-4 w-full opacity-0 accent-accent focus-visible:opacity-100"
    />
  );
}
