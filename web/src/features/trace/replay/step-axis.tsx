/** The steps of the recording on the time axis: one is chosen, with the pointer or the arrow keys. */
import { duration, offset } from '@/shared/format';
import { us } from '@/shared/units';
import type { Step } from './queries';

interface Props {
  steps: readonly Step[];
  chosen: number;
  onChoose: (step: number) => void;
}

export function StepAxis({ steps, chosen, onChoose }: Props) {
  const end = Math.max(1, ...steps.map((step) => step.offset_us + (step.duration_us ?? 0)));
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium">Replay from</legend>
      <div aria-hidden="true" className="relative mx-2 h-4">
        <span className="absolute inset-x-0 top-1/2 border-t border-line-strong" />
        {steps.map((step) => (
          <span
            key={step.step}
            className={`absolute top-1 size-2 -translate-x-1 rounded-full border ${step.step === chosen ? 'border-accent bg-accent' : 'border-line-strong bg-surface'}`}
            style={{ left: `${(100 * step.offset_us) / end}%` }}
          />
        ))}
      </div>
      <div className="max-h-56 overflow-auto rounded-card border border-line">
        {steps.map((step) => (
          <label
            key={step.step}
            className="flex cursor-pointer items-center gap-2 px-3 py-1 not-first:border-t not-first:border-line hover:bg-hover has-checked:bg-selection"
          >
            <input
              type="radio"
              name="replay-step"
              checked={step.step === chosen}
              onChange={() => onChoose(step.step)}
              className="accent-(--accent)"
            />
            <span className="figure w-8 text-right">{step.step}</span>
            <span className="w-20 text-muted">{step.kind === 'model' ? 'model call' : 'tool call'}</span>
            <span className="min-w-0 flex-1 truncate">{step.name}</span>
            {step.failure === null ? null : <span className="text-error-text">failed</span>}
            <span className="figure text-meta text-muted">
              {offset(us(step.offset_us))} {duration(step.duration_us === null ? null : us(step.duration_us))}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
