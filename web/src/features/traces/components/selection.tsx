/** Two traces marked in the list lead to their comparison. */
import type { Trace } from '@/shared/api/types';
import { ABOVE_LINK, type Column } from '@/shared/ui/table-columns';

/** A comparison is of two: a third mark lets go of the first. */
const MOST = 2;

export function marked(before: readonly Trace[], trace: Trace): Trace[] {
  const others = before.filter((each) => each.id !== trace.id);
  return others.length < before.length ? others : [...others, trace].slice(-MOST);
}

export function markColumn(marks: readonly Trace[], onMark: (trace: Trace) => void): Column<Trace> {
  return {
    name: 'Select',
    width: 60,
    cell: (trace) => (
      <input
        type="checkbox"
        aria-label={`Select ${trace.name}`}
        title="x"
        checked={marks.some((each) => each.id === trace.id)}
        onChange={() => onMark(trace)}
        className={`accent-accent ${ABOVE_LINK}`}
      />
    ),
  };
}

interface Props {
  marks: readonly Trace[];
  onCompare: () => void;
  onClear: () => void;
}

export function SelectionBar({ marks, onCompare, onClear }: Props) {
  if (marks.length === 0) return null;
  return (
    <section
      aria-label="Selected traces"
      className="flex h-10 shrink-0 items-center gap-3 border-t border-line bg-selection px-4"
    >
      <p className="min-w-0 truncate">
        {marks.map((trace) => `${trace.name} (${trace.id.slice(0, 8)})`).join(' and ')}
        {marks.length < MOST ? ': select one more to compare' : ''}
      </p>
      <button
        type="button"
        title="="
        disabled={marks.length < MOST}
        onClick={onCompare}
        className="control ml-auto"
      >
        Compare
      </button>
      <button type="button" onClick={onClear} className="control">
        Clear
      </button>
    </section>
  );
}
