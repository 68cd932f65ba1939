/** What agents told each other during the span. */
import type { AgentMessage } from '@/shared/api/types';
import { exactly } from '@/shared/format';
import { KindGlyph } from '@/shared/ui/kind';
import { Value } from './value';

export function AgentMessages({ messages }: { messages: readonly AgentMessage[] }) {
  return messages.map((message, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice at the same moment
    <section key={index} className="card overflow-hidden">
      <h3 className="flex items-center gap-1.5 border-b border-line bg-sunken px-3 py-1 text-meta text-muted">
        <KindGlyph kind="handoff" size={12} />
        <span className="text-text">{message.from_agent}</span> to
        <span className="text-text">{message.to_agent}</span>
        <span className="ml-auto" title={exactly(message.time)}>
          {message.type}
        </span>
      </h3>
      <div className="px-3 py-2">
        <Value value={message.content} label={message.type} />
      </div>
    </section>
  ));
}
