/** Which model the money of the last 24 hours went to; the first five and the rest. */
import { useQuery } from '@tanstack/react-query';
import { moneyWithUnknown, percent } from '@/shared/format';
import { Failed, Loading } from '@/shared/ui/states';
import { costsQuery } from '../api';
import { type ModelCost, topModels } from '../model/top-models';

export function CostByModel({ project }: { project: string }) {
  const costs = useQuery(costsQuery(project, 'model', '24h'));
  const models = topModels(costs.data?.rows ?? []);
  return (
    <section aria-label="Cost by model" className="card col-span-4 px-4 py-4 max-[1100px]:col-span-12">
      <h2 className="pb-3 font-semibold">Cost by model</h2>
      {costs.isPending ? <Loading /> : null}
      {costs.isError ? (
        <Failed what="The costs could not be read" error={costs.error} retry={() => void costs.refetch()} />
      ) : null}
      {costs.isSuccess && models.length === 0 ? (
        <p className="text-muted">No model calls in 24 hours.</p>
      ) : null}
      <ul className="flex flex-col gap-4">
        {models.map((model) => (
          <ModelBar key={model.name} model={model} highest={models[0]?.cost ?? 0} />
        ))}
      </ul>
    </section>
  );
}

export function ModelBar({ model, highest }: { model: ModelCost; highest: number }) {
  const width = highest === 0 ? 0 : (model.cost / highest) * 100;
  return (
    <li title={`${percent(model.share, 1)} of the cost`}>
      <p className="flex justify-between gap-2">
        <span className="truncate">{model.name}</span>
        <span className="figure text-code">{moneyWithUnknown(model.cost, model.unknownCalls)}</span>
      </p>
      <div aria-hidden="true" className="mt-1 h-1.5 rounded-bar bg-sunken">
        <div style={{ width: `${width}%` }} className="h-full rounded-bar bg-accent" />
      </div>
    </li>
  );
}
