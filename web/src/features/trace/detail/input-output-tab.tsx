/** What went in, what came out, and what the call was asked with. */
import type { ReactNode } from 'react';
import type { SpanDetail } from '@/shared/api/types';
import { Value } from './value';

export function InputOutputTab({ span }: { span: SpanDetail }) {
  const hasParameters = Object.keys(span.parameters).length > 0;
  if (span.input === null && span.output === null && !hasParameters) {
    return <p className="text-muted">This span recorded no input and no output.</p>;
  }
  return (
    <div className="flex flex-col gap-3">
      <Block title="Input" value={span.input} />
      <Block title="Output" value={span.output} />
      {hasParameters ? <Block title="Parameters" value={span.parameters} /> : null}
    </div>
  );
}

function Block({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <Section title={title}>
      <Value value={value} label={title.toLowerCase()} />
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card overflow-hidden">
      <h3 className="border-b border-line bg-sunken px-3 py-1 text-meta text-muted">{title}</h3>
      <div className="px-3 py-2">{children}</div>
    </section>
  );
}
