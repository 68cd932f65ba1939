/** The histogram as a table: the bars that have traces, each a way to narrow the time to it. */
import { clock, count, duration } from '@/shared/format';
import type { Bar } from '@/shared/time/bars';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { us } from '@/shared/units';
import { between } from '../model/range';

export function BarTable({ bars, onRange }: { bars: readonly Bar[]; onRange: (range: string) => void }) {
  return (
    <ScrollRegion aria-label="Traces over time" className="mt-1 mb-2 max-h-40">
      <table className="w-full max-w-[560px] text-left">
        <thead className="sticky top-0 bg-surface text-meta text-muted">
          <tr>
            <th className="font-normal">Time</th>
            <th className="text-right font-normal">Traces</th>
            <th className="text-right font-normal">Failed</th>
            <th className="text-right font-normal">p95</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter((bar) => bar.count > 0)
            .map((bar) => (
              <tr key={bar.from} className="border-t border-line">
                <td>
                  <button
                    type="button"
                    className="text-accent hover:underline"
                    onClick={() => onRange(between(bar.from, bar.to))}
                  >
                    {clock(bar.from)} – {clock(bar.to)}
                  </button>
                </td>
                <td className="figure text-right text-code">{count(bar.count)}</td>
                <td className="figure text-right text-code">{count(bar.errors)}</td>
                <td className="figure text-right text-code">
                  {bar.p95Us === null ? '–' : duration(us(bar.p95Us))}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
