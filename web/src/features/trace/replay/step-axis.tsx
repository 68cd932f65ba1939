/** The steps and checkpoints of the recording on the time axis: one is chosen, with the pointer or the arrow keys. */
import { duration, offset } from '@/shared/format';
import { us } from '@/shared/units';
import type { AtStep, Place } from './places';

interface Props {
  places: readonly Place[];
  chosen: string;
  onChoose: (key: string) => void;
}

const SHAPES = { step: 'rounded-full', checkpoint: 'rotate-45' } as const;

export function StepAxis({ places, chosen, onChoose }: Props) {
  const start = Math.min(...places.map((place) => place.offsetUs));
  const end = Math.max(start + 1, ...places.map(endOf));
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium">Replay from</legend>
      <div aria-hidden="true" className="relative mx-2 h-4">
        <span className="absolute inset-x-0 top-1/2 border-t border-line-strong" />
        {places.map((place) => (
          <span
            key={place.key}
            title={nameOf(place)}
            className={`absolute top-1 size-2 -translate-x-1 border ${SHAPES[place.kind]} ${place.key === chosen ? 'border-accent bg-accent' : 'border-line-strong bg-surface'}`}
            style={{ left: `${(100 * (place.offsetUs - start)) / (end - start)}%` }}
          />
        ))}
      </div>
      <div className="max-h-56 overflow-auto rounded-card border border-line">
        {places.map((place) => (
          <label
            key={place.key}
            className="flex cursor-pointer items-center gap-2 px-3 py-1 not-first:border-t not-first:border-line hover:bg-hover has-checked:bg-selection"
          >
            <input
              type="radio"
              name="replay-place"
              checked={place.key === chosen}
              onChange={() => onChoose(place.key)}
              className="accent-(--accent)"
            />
            <span className="figure w-8 text-right">{place.kind === 'step' ? place.step.step : '◇'}</span>
            <span className="w-20 text-muted">{kindOf(place)}</span>
            <span className="min-w-0 flex-1 truncate">
              {nameOf(place)}
              {place.kind === 'step' ? <Automatic place={place} /> : null}
            </span>
            {place.kind === 'step' && place.step.failure !== null ? (
              <span className="text-error-text">failed</span>
            ) : null}
            <span className="figure text-meta text-muted">
              {offset(us(place.offsetUs))} {place.kind === 'step' ? lasted(place) : ''}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Automatic({ place }: { place: AtStep }) {
  if (place.checkpoint === null) return null;
  return <span className="ml-2 text-meta text-muted">◇ {place.checkpoint.name}</span>;
}

function kindOf(place: Place): string {
  if (place.kind === 'checkpoint') return 'checkpoint';
  return place.step.kind === 'model' ? 'model call' : 'tool call';
}

function nameOf(place: Place): string {
  return place.kind === 'step' ? place.step.name : place.checkpoint.name;
}

function lasted({ step }: AtStep): string {
  return duration(step.duration_us === null ? null : us(step.duration_us));
}

function endOf(place: Place): number {
  return place.offsetUs + (place.kind === 'step' ? (place.step.duration_us ?? 0) : 0);
}
