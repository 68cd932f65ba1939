/** Whether a replay asks models for real, and what that will probably cost. */
import { moneyWithUnknown, plural } from '@/shared/format';
import { estimateOf } from './estimate';
import type { Place } from './places';
import { isLive } from './plan';
import type { ReplayIn, Step } from './queries';

export function Consequence({
  plan,
  place,
  steps,
}: {
  plan: ReplayIn;
  place: Place;
  steps: readonly Step[];
}) {
  if (!isLive(plan))
    return (
      <p className="text-muted">Everything comes from the recording; nothing is asked and nothing costs.</p>
    );
  const { calls, costUsd, unknown } = estimateOf(plan, place, steps);
  return (
    <>
      <p className="text-muted">
        Up to here everything comes from the recording; from here on models are asked on your account.
      </p>
      <section aria-label="Cost estimate">
        {calls === 0 ? (
          <p className="text-muted">The recording has no model call behind this place.</p>
        ) : (
          <p>
            About <span className="figure font-medium">{moneyWithUnknown(costUsd, unknown)}</span>{' '}
            <span className="text-muted">
              for {plural(calls, 'model call')}: an estimate, from the cost in the recording.
              {unknown === 0 ? '' : ` The cost of ${unknown} of them is unknown.`}
              {plan.model == null ? '' : ' Another model has other prices.'}
            </span>
          </p>
        )}
      </section>
    </>
  );
}
