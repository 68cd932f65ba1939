/** What is asked for, made from what the reader changed in one step. */
import type { Place } from './places';
import type { ReplayIn, Step } from './queries';

export interface Draft {
  /** The request's body, where the step is a model call. */
  readonly asked: string;
  /** The body of the answer, or the result of the tool. */
  readonly answer: string;
  readonly model: string;
  readonly tools: 'recorded' | 'live';
  /** From this step on models are really asked, also where nothing was changed. */
  readonly goesLive: boolean;
}

export function draftOf(step: Step): Draft {
  return {
    asked: pretty(step.asked),
    answer: pretty(step.answer),
    model: '',
    tools: 'recorded',
    goesLive: false,
  };
}

/** A checkpoint has no text to change: from it on, models are asked. */
export function draftAt(place: Place): Draft {
  if (place.kind === 'step') return draftOf(place.step);
  return { asked: '', answer: '', model: '', tools: 'recorded', goesLive: true };
}

/** Throws like `planOf`. */
export function planAt(place: Place, draft: Draft): ReplayIn {
  if (place.kind === 'step') return planOf(place.step, draft);
  const model = draft.model.trim();
  const asked: ReplayIn = { edits: {}, tools: draft.tools, from_checkpoint: place.id };
  return model === '' ? asked : { ...asked, model };
}

/** Throws with words for the reader where the changed text cannot be used. */
export function planOf(step: Step, draft: Draft): ReplayIn {
  const before = draftOf(step);
  const asked: ReplayIn = { edits: {}, tools: draft.tools };
  if (draft.model.trim() !== '') asked.model = draft.model.trim();
  if (draft.goesLive || asked.model !== undefined || draft.tools === 'live') asked.from_step = step.step;
  if (step.kind === 'model' && draft.asked !== before.asked) {
    if (draft.answer !== before.answer)
      throw new Error('Change the request or the answer: an answer that is given is not asked for.');
    const request = changedFields(step.asked, draft.asked);
    if (Object.keys(request).length === 0) return asked;
    return { ...asked, edits: { [step.step]: { request } } };
  }
  if (draft.answer === before.answer) return asked;
  if (step.kind === 'tool') parsed(draft.answer, 'The result');
  const { from_step: _, ...rest } = asked;
  return { ...rest, edits: { [step.step]: { response: draft.answer } } };
}

export function isLive(plan: ReplayIn): boolean {
  const places = [plan.from_step, plan.from_checkpoint, plan.model];
  return places.some((each) => each != null) || Object.keys(plan.edits ?? {}).length > 0;
}

export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function changedFields(before: string, after: string): Record<string, unknown> {
  const next = parsed(after, 'The request');
  if (next === null || typeof next !== 'object' || Array.isArray(next))
    throw new Error('The request must be an object.');
  const old = parsed(before, 'The recorded request') as Record<string, unknown>;
  const gone = Object.keys(old).find((name) => !(name in next));
  if (gone !== undefined)
    throw new Error(`The request must keep its field ${gone}: fields are only replaced.`);
  const changed = Object.entries(next).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name]),
  );
  return Object.fromEntries(changed);
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${what} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
