/** Every attribute as it was sent, filtered by a word. */
import { useState } from 'react';
import type { SpanDetail } from '@/shared/api/types';
import { exactly } from '@/shared/format';
import { Value } from './value';

export function AttributesTab({ span }: { span: SpanDetail }) {
  const [words, setWords] = useState('');
  return (
    <div className="flex flex-col gap-4">
      <input
        aria-label="Filter attributes"
        placeholder="Filter attributes"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        className="field w-full"
      />
      <Group title="Attributes" entries={span.attributes} words={words} />
      <Group title="Resource" entries={span.resource} words={words} />
      <Group title="Span" entries={aboutSpan(span)} words={words} />
    </div>
  );
}

function Group({
  title,
  entries,
  words,
}: {
  title: string;
  entries: Record<string, unknown>;
  words: string;
}) {
  const wanted = words.toLowerCase();
  const shown = Object.entries(entries).filter(
    ([key, value]) => value !== null && `${key} ${JSON.stringify(value)}`.toLowerCase().includes(wanted),
  );
  if (shown.length === 0) return null;
  return (
    <section>
      <h3 className="pb-1 text-meta text-muted">
        {title} <span className="figure">{shown.length}</span>
      </h3>
      <dl className="card divide-y divide-line">
        {shown.map(([key, value]) => (
          <div key={key} className="px-3 py-1.5">
            <dt className="figure text-caption break-all text-muted">{key}</dt>
            <dd className="min-w-0 break-words">
              <Value value={value} label={key} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function aboutSpan(span: SpanDetail): Record<string, unknown> {
  return {
    span_id: span.span_id,
    parent_span_id: span.parent_span_id,
    start: exactly(span.start_time),
    end: span.end_time === null ? null : exactly(span.end_time),
    kind: span.otel_kind,
    scope: [span.scope_name, span.scope_version].filter(Boolean).join(' '),
    dialect: span.dialect,
    framework: [span.framework, span.framework_version].filter(Boolean).join(' ') || null,
    tool_call_id: span.tool_call_id,
    provider: span.provider,
    request_model: span.request_model,
    response_model: span.response_model,
    price: span.cost?.price_row ?? null,
    tags: span.tags.length > 0 ? span.tags.join(', ') : null,
  };
}
