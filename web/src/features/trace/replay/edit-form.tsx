/** What is changed in the chosen step, and how the replay goes on behind it. */
import { type FormEvent, useState } from 'react';
import { type Draft, draftOf, isLive, planOf } from './plan';
import type { ReplayIn, Step } from './queries';

interface Props {
  step: Step;
  mayRunTools: boolean;
  isAsking: boolean;
  onAsk: (asked: ReplayIn) => void;
}

export function EditForm({ step, mayRunTools, isAsking, onAsk }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(step));
  const [mistake, setMistake] = useState<string | null>(null);
  const change = (fields: Partial<Draft>) => {
    setMistake(null);
    setDraft((now) => ({ ...now, ...fields }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      onAsk(planOf(step, draft));
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
    }
  };
  const isModel = step.kind === 'model';
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" aria-label={`Step ${step.step}`}>
      {step.is_cut ? (
        <p className="text-warn">This step is too long to be edited here: it is shown cut.</p>
      ) : (
        <>
          {isModel ? (
            <Text
              label="Prompt: the request"
              value={draft.asked}
              rows={12}
              onChange={(asked) => change({ asked })}
            />
          ) : null}
          <Text
            label={isModel ? 'Answer of the model' : 'Result of the tool'}
            value={draft.answer}
            rows={isModel ? 5 : 10}
            onChange={(answer) => change({ answer })}
          />
        </>
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
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={draft.goesLive}
          onChange={(event) => change({ goesLive: event.target.checked })}
        />
        Ask models for real from this step on
      </label>
      <Tools draft={draft} mayRunTools={mayRunTools} onChange={change} />
      <Consequence step={step} draft={draft} />
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

/** Whether this will cost anything. */
function Consequence({ step, draft }: { step: Step; draft: Draft }) {
  let live = true;
  try {
    live = isLive(planOf(step, draft));
  } catch {
    return null;
  }
  return (
    <p className="text-muted">
      {live
        ? 'Up to here everything comes from the recording; from here on models are asked on your account.'
        : 'Everything comes from the recording; nothing is asked and nothing costs.'}
    </p>
  );
}
