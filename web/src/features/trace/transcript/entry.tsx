/** One thing that was said: its speaker and its figures in one line, then the message or the tool's work. */
import type { TranscriptEntry } from '@/shared/api/types';
import { compact, duration, money } from '@/shared/format';
import { KindGlyph } from '@/shared/ui/kind';
import { StatusWord } from '@/shared/ui/status';
import { us } from '@/shared/units';
import { MessageCard } from '../detail/messages-tab';
import { Value } from '../detail/value';

interface Props {
  entry: TranscriptEntry;
  isSelected: boolean;
  onPick: () => void;
}

export function Entry({ entry, isSelected, onPick }: Props) {
  const { span, said } = entry;
  const isTool = said === 'tool';
  return (
    <article
      aria-label={`${said} of ${span.name}`}
      className={`flex flex-col gap-1 border-l-2 pl-3 ${isSelected ? 'border-accent' : 'border-transparent'}`}
    >
      <button
        type="button"
        onClick={onPick}
        title="Show the span"
        className="flex flex-wrap items-center gap-x-3 text-left text-meta text-muted hover:text-text"
      >
        <KindGlyph kind={isTool ? 'tool' : 'llm'} size={12} />
        {span.agent === null ? null : <span className="font-medium text-text">{span.agent}</span>}
        <span>{isTool ? (span.tool_name ?? span.name) : (span.model ?? span.name)}</span>
        {span.status === 'ok' ? null : <StatusWord status={span.status} />}
        {entry.is_last_of_call || isTool ? <Figures entry={entry} /> : null}
      </button>
      {entry.message === null ? (
        <Values entry={entry} isTool={isTool} />
      ) : (
        <MessageCard message={entry.message} />
      )}
      {span.status_message !== null && (entry.is_last_of_call || isTool) ? (
        <p className="text-error-text">{span.status_message}</p>
      ) : null}
    </article>
  );
}

function Figures({ entry: { span, said } }: { entry: TranscriptEntry }) {
  const cost = span.cost_match === null ? null : money(span.total_cost_usd);
  return (
    <span className="figure ml-auto flex gap-3">
      {said === 'tool' || span.input_tokens === null ? null : (
        <span>
          {compact(span.input_tokens)} in, {compact(span.output_tokens)} out
        </span>
      )}
      {cost === null ? null : <span>{cost}</span>}
      <span>{span.duration_us === null ? 'running' : duration(us(span.duration_us))}</span>
    </span>
  );
}

function Values({ entry, isTool }: { entry: TranscriptEntry; isTool: boolean }) {
  const parts = isTool || entry.said === 'input' ? [{ name: 'Input', value: entry.input }] : [];
  if (isTool || entry.said === 'output') parts.push({ name: 'Output', value: entry.output });
  return (
    <div className="card flex flex-col gap-2 px-3 py-2">
      {parts.map(({ name, value }) => (
        <div key={name}>
          <p className="text-caption text-muted">{name.toLowerCase()}</p>
          <Value value={value} label={name} />
        </div>
      ))}
    </div>
  );
}
