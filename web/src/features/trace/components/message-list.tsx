/** What agents told each other, in order of time; each goes to the span that it is known from. */
import { ArrowRight } from 'lucide-react';
import type { TraceMessage } from '@/shared/api/types';
import { count, exactly } from '@/shared/format';
import { KindGlyph } from '@/shared/ui/kind';

interface Props {
  messages: readonly TraceMessage[];
  selected: number | null;
  onPick: (seq: number) => void;
  onMore?: () => void;
}

export function MessageList({ messages, selected, onPick, onMore }: Props) {
  return (
    <>
      <h2 className="mt-6 mb-2 text-section font-semibold">Messages between agents</h2>
      {messages.length === 0 ? (
        <p className="text-muted">No agent told another anything that was traced.</p>
      ) : null}
      <ol aria-label="Messages between agents" className="flex flex-col gap-1">
        {messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice at the same moment
          <li key={index}>
            <button
              type="button"
              aria-current={message.seq === selected || undefined}
              onClick={() => onPick(message.seq)}
              className="w-full rounded-control border border-line px-3 py-2 text-left hover:bg-hover aria-[current]:border-accent aria-[current]:bg-selection"
            >
              <span className="flex items-center gap-1.5">
                <KindGlyph kind="handoff" size={12} />
                <span className="font-medium">{message.from_agent}</span>
                <ArrowRight size={12} aria-label="to" />
                <span className="font-medium">{message.to_agent}</span>
                <span className="ml-2 text-meta text-muted">{message.type}</span>
                <span className="figure ml-auto text-meta text-muted">{exactly(message.time)}</span>
              </span>
              {message.content === null ? null : (
                <span className="mt-1 line-clamp-3 whitespace-pre-wrap text-muted">{message.content}</span>
              )}
              {message.content_href === null ? null : (
                <span className="text-meta text-muted">{count(message.content_chars)} characters in all</span>
              )}
            </button>
          </li>
        ))}
      </ol>
      {onMore === undefined ? null : (
        <button type="button" onClick={onMore} className="control mt-2">
          Show more
        </button>
      )}
    </>
  );
}
