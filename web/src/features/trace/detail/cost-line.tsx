/** Where a cost comes from: whose price, which table, and what the emitter says itself. */
import type { SpanDetail } from '@/shared/api/types';
import { money, signedPercent } from '@/shared/format';

type Cost = NonNullable<SpanDetail['cost']>;

const MATCHES: Readonly<Record<Cost['match'], string>> = {
  exact: 'price of',
  alias: 'price of its alias',
  fallback: 'price of the nearest known model',
  unknown: 'no known price for this model',
};

export function CostLine({ cost }: { cost: Cost }) {
  return (
    <p className="mt-2 text-caption text-muted">
      {MATCHES[cost.match]}
      {cost.price_row ? <span className="figure"> {cost.price_row}</span> : null}
      {cost.table ? `, ${cost.table}` : ''}
      {cost.input_usd === null || cost.output_usd === null
        ? ''
        : `: in ${money(cost.input_usd)}, out ${money(cost.output_usd)}`}
      {cost.fees_usd === null ? '' : `, fees ${money(cost.fees_usd)}`}
      {cost.tier === null ? '' : ` (${cost.tier})`}
      {cost.reported_usd === null ? null : (
        <span title="what the instrumented program said; not part of any sum">
          {' '}
          · reported {money(cost.reported_usd)}
          {cost.reported_differs ? (
            <strong className="text-warn"> ({signedPercent(cost.reported_difference ?? 0)})</strong>
          ) : null}
        </span>
      )}
    </p>
  );
}
