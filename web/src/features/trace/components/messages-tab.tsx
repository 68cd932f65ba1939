/** The conversation of the span: who said what, tool calls and results in their place. */
import type { Message, MessagePart, SpanDetail } from '@/shared/api/types';
import { TextBlock } from '@/shared/ui/text-block';
import { CutBlock, isCut } from './cut-block';
import { InputOutputTab } from './input-output-tab';
import { Value } from './value';

export function MessagesTab({ span }: { span: SpanDetail }) {
  if (span.messages.length === 0) return <InputOutputTab span={span} />;
  return (
    <ol className="flex flex-col gap-3">
      {span.messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a conversation's messages have no other name than their place
        <MessageCard key={index} message={message} />
      ))}
    </ol>
  );
}

export function MessageCard({ message }: { message: Message }) {
  return (
    <li className="card overflow-hidden">
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
    </li>
  );
}

function Part({ part, role }: { part: MessagePart; role: string }) {
  if (part.type === 'tool_call' || part.type === 'tool_result') return <ToolPart part={part} />;
  if (part.type === 'media') return <MediaPart part={part} />;
  if (part.text === null) return <Value value={part.value} label={part.type} />;
  if (isCut(part.text)) return <CutBlock cut={part.text} label={role} />;
  return (
    <div>
      {part.type === 'reasoning' ? <p className="text-caption text-muted">reasoning</p> : null}
      <TextBlock text={part.text} label={role} markdown={role === 'assistant'} />
    </div>
  );
}

function ToolPart({ part }: { part: MessagePart }) {
  const word = part.type === 'tool_call' ? 'calls' : 'result';
  return (
    <div>
      <p className="text-caption text-muted" title={part.call_id ?? undefined}>
        {word} <span className="figure text-text">{part.name ?? part.call_id ?? ''}</span>
      </p>
      <Value value={part.value ?? part.text} label={part.name ?? word} />
    </div>
  );
}

function MediaPart({ part }: { part: MessagePart }) {
  const size = typeof part.text === 'string' ? part.text.length : 0;
  return (
    <p className="inline-flex w-fit items-center gap-2 rounded-chip bg-sunken px-2 py-1 text-meta">
      <span>attachment</span>
      <span className="figure text-muted">{part.mime_type ?? 'unknown type'}</span>
      {size > 0 ? <span className="figure text-muted">{size} characters</span> : null}
    </p>
  );
}
