/** What could stand at the caret, as a list below the filter bar. */

export interface Suggestion {
  insert: string;
  label: string;
  note: string;
}

interface Props {
  id: string;
  suggestions: readonly Suggestion[];
  active: number;
  onTake: (suggestion: Suggestion) => void;
}

export function Completions({ id, suggestions, active, onTake }: Props) {
  if (suggestions.length === 0) return null;
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Completions"
      className="absolute top-full left-0 z-20 mt-1 max-h-72 w-full max-w-[520px] overflow-y-auto rounded-chip border border-line bg-surface py-1 shadow-lg"
    >
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(suggestion);
          }}
          className={`flex cursor-pointer items-baseline gap-3 px-3 py-1 ${index === active ? 'bg-selection' : 'hover:bg-hover'}`}
        >
          <span className="figure min-w-0 truncate">{suggestion.label}</span>
          <span className="ml-auto shrink-0 text-meta text-muted">{suggestion.note}</span>
        </div>
      ))}
    </div>
  );
}
