/** One line for a question in the filter language, with completions below it and a mistake shown where it is. */
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { ApiError } from '@/shared/api/client';
import { filled, type Gap, gapAt } from '../model/question';
import { Completions, type Suggestion } from './completions';
import { MistakeLine } from './mistake-line';
import { useSuggestions } from './use-suggestions';

interface Props {
  project: string;
  question: string;
  onAsk: (question: string) => void;
  mistake?: ApiError | null;
}

export function FilterBar({ project, question, onAsk, mistake = null }: Props) {
  const [text, setText] = useState(question);
  const [gap, setGap] = useState<Gap | null>(null);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const suggestions = useSuggestions(project, gap);
  useEffect(() => setText(question), [question]);

  const look = (value: string) => {
    setGap(gapAt(value, input.current?.selectionStart ?? value.length));
    setActive(-1);
  };
  const ask = (value: string) => {
    setGap(null);
    onAsk(value.trim());
  };
  const take = (suggestion: Suggestion) => {
    if (gap === null) return;
    const next = filled(text, gap, suggestion.insert);
    setText(next.text);
    setActive(-1);
    setGap(gapAt(next.text, next.caret));
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = suggestions[active];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && suggestions.length > 0) {
      event.preventDefault();
      setActive((at) => (at + step + suggestions.length + 1) % (suggestions.length + 1));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Escape' && gap !== null) {
      event.preventDefault();
      event.stopPropagation();
      setGap(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(text);
  };
  const wrong = mistake !== null && text.trim() === question;
  return (
    <form onSubmit={submit} className="relative flex min-w-0 flex-1 flex-col gap-1">
      <input
        ref={input}
        data-filter
        role="combobox"
        aria-label="Filter traces"
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={suggestions[active] ? `${id}-${active}` : undefined}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-mistake` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          look(event.target.value);
        }}
        onClick={() => look(text)}
        onBlur={() => setGap(null)}
        onKeyDown={onKeyDown}
        placeholder={'status:error agent:planner cost>0.50 dur>30s "charged twice"'}
        className="field figure w-full min-w-40"
      />
      <Completions id={id} suggestions={suggestions} active={active} onTake={take} />
      {wrong && mistake ? (
        <MistakeLine id={`${id}-mistake`} text={question} mistake={mistake} onMend={ask} />
      ) : null}
    </form>
  );
}
