/** What went in, what came out, what the call was asked with, and the tools that it could use. */
import type { SpanDetail } from '@/shared/api/types';
import { Section } from './section';
import { ToolsBlock } from './tools-block';
import { Value } from './value';

export function InputOutputTab({ span }: { span: SpanDetail }) {
  const parameters = Object.keys(span.parameters).length > 0 ? span.parameters : null;
  const parts = [span.input, span.output, parameters, span.tools, span.tool_description];
  if (parts.every((part) => part === null)) {
    return <p className="text-muted">This span recorded no input and no output.</p>;
  }
  return (
    <div className="flex flex-col gap-3">
      <Block title="Tool" value={span.tool_description} />
      <Block title="Input" value={span.input} />
      <Block title="Output" value={span.output} />
      <Block title="Parameters" value={parameters} />
      {span.tools === null ? null : <ToolsBlock tools={span.tools} />}
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
