/** What is wrong in a question, with the place marked and the nearest right name to click. */
import type { ApiError } from '@/shared/api/client';
import { cutAt } from '../model/question';

interface Props {
  id: string;
  text: string;
  mistake: ApiError;
  onMend: (question: string) => void;
}

export function MistakeLine({ id, text, mistake, onMend }: Props) {
  const place = mistake.place;
  if (place === null) return null;
  const [before, wrong, behind] = cutAt(text, place.position, place.length);
  const mended = place.didYouMean === null ? null : before + place.didYouMean + behind;
  return (
    <div id={id} role="alert" className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-meta">
      <code className="figure max-w-full overflow-x-auto whitespace-pre">
        {before}
        <mark className="rounded-chip bg-transparent text-error-text underline decoration-wavy">
          {wrong || ' '}
        </mark>
        {behind}
      </code>
      <span className="text-error-text">{mistake.message}</span>
      {mended === null ? null : (
        <button type="button" className="control" onClick={() => onMend(mended)}>
          {place.didYouMean}
        </button>
      )}
    </div>
  );
}
