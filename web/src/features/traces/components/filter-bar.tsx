/** One line to type filters into; each becomes a chip that can be taken away. */
import { X } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { parseTyped, toggle, writeFilter } from '../model/filters';

export interface Filters {
  f: string[];
  q: string | undefined;
}

interface Props extends Filters {
  onChange: (filters: Filters) => void;
}

export function FilterBar({ f, q, onChange }: Props) {
  const [text, setText] = useState(q ?? '');
  useEffect(() => setText(q ?? ''), [q]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = parseTyped(text);
    const added = typed.filters.map(writeFilter).filter((each) => !f.includes(each));
    onChange({ f: added.reduce<string[]>(toggle, f), q: typed.name || undefined });
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <input
        data-filter
        aria-label="Filter traces"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Filter: a name, status:error, agent:planner, cost>0.50, dur>30s"
        className="field w-full max-w-[460px] min-w-40 flex-1"
      />
      {f.map((filter) => (
        <button
          key={filter}
          type="button"
          onClick={() => onChange({ f: toggle(f, filter), q })}
          aria-label={`remove filter ${filter}`}
          className="inline-flex h-6 items-center gap-1 rounded-chip bg-selection px-2 text-meta hover:bg-hover"
        >
          {filter}
          <X size={12} aria-hidden="true" />
        </button>
      ))}
    </form>
  );
}
