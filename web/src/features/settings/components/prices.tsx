/** Whose prices hold, how old they are, which models have none, and prices of your own. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { count, money, plural, signedPercent } from '@/shared/format';
import { Failed, Loading } from '@/shared/ui/states';
import { priceCheckQuery } from '../api';
import { Facts, Panel } from './panel';
import { PriceForm } from './price-form';
import { PriceList } from './price-list';

export function Prices() {
  const check = useQuery(priceCheckQuery);
  const [model, setModel] = useState<string | null>(null);
  if (check.isPending) return <Loading />;
  if (check.isError) {
    return (
      <Panel title="Prices">
        <Failed
          what="The prices could not be checked"
          error={check.error}
          retry={() => void check.refetch()}
        />
      </Panel>
    );
  }
  const { data } = check;
  const calls = data.unpriced.reduce((sum, each) => sum + each.calls, 0);
  const age = data.table_age_days === null ? 'of unknown age' : `${plural(data.table_age_days, 'day')} old`;
  return (
    <Panel title="Prices" note="US dollars for a million tokens">
      <Facts
        facts={[
          {
            name: 'Table',
            value: (
              <>
                {data.table}, {age}
                {data.is_stale ? <span className="text-warn"> · stale: update the server</span> : null}
              </>
            ),
          },
          { name: 'Your own prices', value: data.overrides_file },
          ...(data.overrides_error === null
            ? []
            : [
                {
                  name: 'Left aside',
                  value: <span className="text-error-text">{data.overrides_error}</span>,
                },
              ]),
        ]}
      />
      <section aria-label="Models without a price" className="border-t border-line px-4 py-3">
        <h3 className="font-medium">
          {data.unpriced.length === 0
            ? 'Every model that was called has a price'
            : `${plural(calls, 'call')} of ${plural(data.unpriced.length, 'model')} without a price`}
        </h3>
        <ul className="mt-1 flex flex-col gap-1">
          {data.unpriced.map((each) => (
            <li key={each.model ?? ''} className="flex flex-wrap items-center gap-3">
              <code className="figure text-code">{each.model ?? 'no model named'}</code>
              <span className="text-muted">
                {plural(each.calls, 'call')}, {count(each.tokens)} tokens
              </span>
              {each.model === null ? null : (
                <button type="button" className="control" onClick={() => setModel(each.model)}>
                  Set a price
                </button>
              )}
            </li>
          ))}
        </ul>
      </section>
      {data.differing.length === 0 ? null : (
        <section aria-label="Reported costs that differ" className="border-t border-line px-4 py-3">
          <h3 className="font-medium">Programs report other costs</h3>
          <ul className="mt-1 flex flex-col gap-1">
            {data.differing.map((each) => (
              <li key={each.model ?? ''} className="text-muted">
                <code className="figure text-code">{each.model ?? 'no model named'}</code>:{' '}
                {money(each.our_usd)} by our prices, {money(each.reported_usd)} reported (
                {signedPercent(each.difference)})
              </li>
            ))}
          </ul>
        </section>
      )}
      <PriceForm key={model ?? ''} model={model ?? ''} />
      <PriceList />
    </Panel>
  );
}
