/** The tabs between the ways to see a trace. */
import { WAY_NAMES, WAYS, type Way } from '../model/ways';

export function WayTabs({ way, onChoose }: { way: Way; onChoose: (way: Way) => void }) {
  return (
    <fieldset className="flex shrink-0 overflow-hidden rounded-control border border-line">
      <legend className="sr-only">View</legend>
      {WAYS.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === way}
          title={each === way ? undefined : 'v goes to the next view'}
          onClick={() => onChoose(each)}
          className="h-7 px-2.5 text-muted not-first:border-l not-first:border-line hover:bg-hover aria-pressed:bg-selection aria-pressed:font-medium aria-pressed:text-text"
        >
          {WAY_NAMES[each]}
        </button>
      ))}
    </fieldset>
  );
}
