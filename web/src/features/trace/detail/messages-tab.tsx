/** The conversation of the span: who said what, tool calls and results in their place. */
import type { Message, MessagePart, SpanDetail } from '@/shared/api/types';
import { KindGlyph } from '@/shared/ui/kind';
import { TextBlock } from '@/shared/ui/text-block';
import { AgentMessages } from './agent-messages';
import { CutBlock, isCut } from './cut-block';
import { InputOutputTab } from './input-output-tab';
import { MediaPart } from './media-part';
import { Value } from './value';

export function MessagesTab({ span }: { span: SpanDetail }) {
  if (span.messages.length + span.agent_messages.length === 0) return <InputOutputTab span={span} />;
  return (
    <div className="flex flex-col gap-3">
      <AgentMessages messages={span.agent_messages} />
      {span.messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a conversation's messages have no other name than their place
        <MessageCard key={index} message={message} />
      ))}
    </div>
  );
}

export function MessageCard({ message }: { message: Message }) {
  return (
    <section className="card overflow-hidden">
      <p className="flex gap-2 border-b border-line bg-sunken px-3 py-1 text-meta text-muted">
        <span>{message.role}</span>
        {message.name ? <span>{message.name}</span> : null}
        {message.direction === 'output' ? (
          <span className="ml-auto">
            {message.finish_reason ? `output, ${message.finish_reason}` : 'output'}
          </span>
        ) : null}
      </p>
      <div className="flex flex-col gap-3 px-3 py-2">
        {message.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place
          <Part key={index} part={part} role={message.role} />
        ))}
        {message.parts.length === 0 ? <p className="text-muted">empty</p> : null}
      </div>
    </section>
  );
}

function Part({ part, role }: { part: MessagePart; role: string }) {
  if (part.type === 'tool_call' || part.type === 'tool_result') return <ToolPart part={part} />;
  if (part.type === 'media') return <MediaPart part={part} />;
  if (part.text === null) return <Value value={part.value} label={part.type} />;
  if (isCut(part.text)) return <CutBlock cut={part.text} />;
  return (
    <div className={part.type === 'reasoning' ? 'border-l-2 border-line pl-2 text-muted' : ''}>
      {part.type === 'reasoning' ? <p className="text-caption">reasoning</p> : null}
      <TextBlock text={part.text} label={role} markdown={role === 'assistant'} />
    </div>
  );
}

function ToolPart({ part }: { part: MessagePart }) {
  const word = part.type === 'tool_call' ? 'calls' : 'result of';
  return (
    <div className="border-l-2 border-kind-tool pl-2">
      <p className="flex items-center gap-1 text-caption text-muted">
        <KindGlyph kind="tool" size={12} />
        {word} <span className="figure text-text">{part.name ?? part.call_id ?? 'a tool'}</span>
        {part.name && part.call_id ? <span className="figure ml-auto">{part.call_id}</span> : null}
      </p>
      <Value value={part.value ?? part.text} label={part.name ?? word} />
    </div>
  );
}
