/** The time range as a choice; a brushed one stands beside the usual ones. */
import { RANGES, rangeLabel } from '../model/range';

export function RangeSelect({ range, onRange }: { range: string; onRange: (range: string) => void }) {
  const isUsual = RANGES.some(([value]) => value === range);
  return (
    <select
      aria-label="Time range"
      data-range
      value={range}
      onChange={(event) => onRange(event.target.value)}
      className="field max-w-72 px-2"
    >
      {isUsual ? null : <option value={range}>{rangeLabel(range)}</option>}
      {RANGES.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
