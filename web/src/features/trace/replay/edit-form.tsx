/** What is changed in the chosen step, and how the replay goes on behind it. */
import { type FormEvent, useState } from 'react';
import type { Checkpoint } from '@/shared/api/types';
import { Consequence } from './consequence';
import type { Place } from './places';
import { type Draft, draftAt, planAt, pretty } from './plan';
import type { ReplayIn, Step } from './queries';

interface Props {
  place: Place;
  steps: readonly Step[];
  mayRunTools: boolean;
  isAsking: boolean;
  onAsk: (asked: ReplayIn) => void;
}

export function EditForm({ place, steps, mayRunTools, isAsking, onAsk }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftAt(place));
  const [mistake, setMistake] = useState<string | null>(null);
  const change = (fields: Partial<Draft>) => {
    setMistake(null);
    setDraft((now) => ({ ...now, ...fields }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      onAsk(planAt(place, draft));
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
    }
  };
  const plan = planOrNull(place, draft);
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" aria-label={titleOf(place)}>
      {place.kind === 'step' ? (
        <Texts step={place.step} draft={draft} onChange={change} />
      ) : (
        <Taken checkpoint={place.checkpoint} />
      )}
      <label className="flex flex-col gap-1">
        <span className="font-medium">Model of live calls</span>
        <input
          className="field max-w-80"
          value={draft.model}
          placeholder="as recorded"
          onChange={(event) => change({ model: event.target.value })}
        />
      </label>
      {place.kind === 'step' ? (
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={draft.goesLive}
            onChange={(event) => change({ goesLive: event.target.checked })}
          />
          Ask models for real from this step on
        </label>
      ) : null}
      <Tools draft={draft} mayRunTools={mayRunTools} onChange={change} />
      {plan === null ? null : <Consequence plan={plan} place={place} steps={steps} />}
      {mistake === null ? null : (
        <p role="alert" className="text-error-text">
          {mistake}
        </p>
      )}
      <button
        type="submit"
        disabled={isAsking}
        className="control self-start bg-accent! text-on-accent! disabled:opacity-60"
      >
        Run
      </button>
    </form>
  );
}

function titleOf(place: Place): string {
  return place.kind === 'step' ? `Step ${place.step.step}` : `Checkpoint ${place.checkpoint.name}`;
}

/** Null while the changed text cannot be used: *Run* says why. */
function planOrNull(place: Place, draft: Draft): ReplayIn | null {
  try {
    return planAt(place, draft);
  } catch {
    return null;
  }
}

/** A checkpoint gives the program the state that it had there; only the terminal can change it. */
function Taken({ checkpoint }: { checkpoint: Checkpoint }) {
  if (checkpoint.state === null)
    return <p className="text-muted">This checkpoint has no state that is shown.</p>;
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium">State at {checkpoint.name}</span>
      <pre className="figure max-h-64 overflow-auto text-code whitespace-pre-wrap">
        {pretty(checkpoint.state)}
      </pre>
    </div>
  );
}

function Texts({
  step,
  draft,
  onChange,
}: {
  step: Step;
  draft: Draft;
  onChange: (fields: Partial<Draft>) => void;
}) {
  if (step.is_cut)
    return <p className="text-warn">This step is too long to be edited here: it is shown cut.</p>;
  const isModel = step.kind === 'model';
  return (
    <>
      {isModel ? (
        <Text
          label="Prompt: the request"
          value={draft.asked}
          rows={12}
          onChange={(asked) => onChange({ asked })}
        />
      ) : null}
      <Text
        label={isModel ? 'Answer of the model' : 'Result of the tool'}
        value={draft.answer}
        rows={isModel ? 5 : 10}
        onChange={(answer) => onChange({ answer })}
      />
    </>
  );
}

function Text({
  label,
  value,
  rows,
  onChange,
}: {
  label: string;
  value: string;
  rows: number;
  onChange: (value: string) => void;
}) {
  return (
    <label className="flex flex-col gap-1">
      <span className="font-medium">{label}</span>
      <textarea
        className="figure min-h-20 w-full resize-y rounded-control border border-line-strong bg-surface p-2 text-code"
        rows={Math.min(rows, value.split('\n').length + 1)}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

function Tools({
  draft,
  mayRunTools,
  onChange,
}: {
  draft: Draft;
  mayRunTools: boolean;
  onChange: (fields: Partial<Draft>) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium">Tools</legend>
      {(['recorded', 'live'] as const).map((tools) => (
        <label key={tools} className="flex items-center gap-2">
          <input
            type="radio"
            name="replay-tools"
            checked={draft.tools === tools}
            disabled={tools === 'live' && !mayRunTools}
            onChange={() => onChange({ tools })}
          />
          {tools === 'recorded' ? 'recorded: they give what they gave' : 'live: they really run'}
        </label>
      ))}
      {draft.tools === 'live' ? (
        <p role="status" className="rounded-chip bg-warn-soft px-2 py-1 text-warn">
          Live tools have their effects again: mails are sent, orders placed, files written.
        </p>
      ) : null}
      {mayRunTools ? null : (
        <p className="text-meta text-muted">
          No worker runs tools for real; one does that was started with{' '}
          <code className="figure">--live-tools</code>.
        </p>
      )}
    </fieldset>
  );
}
