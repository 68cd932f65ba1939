/** The tools that a model call could use, as it was told of them: names first, the definition on request. */
import type { SpanDetail } from '@/shared/api/types';
import { count } from '@/shared/format';
import { isCut } from './cut-block';
import { Section } from './section';
import { Value } from './value';

export function ToolsBlock({ tools }: { tools: SpanDetail['tools'] }) {
  if (!Array.isArray(tools) || isCut(tools)) {
    return (
      <Section title="Tools offered">
        <Value value={tools} label="tools offered" />
      </Section>
    );
  }
  return (
    <Section title={`Tools offered (${count(tools.length)})`}>
      <ul className="flex flex-col gap-1">
        {tools.map((tool, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may be offered twice, and the list never changes
          <li key={index}>
            <Tool tool={tool} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Tool({ tool }: { tool: unknown }) {
  const name = textOf(tool, 'name');
  if (name === null) return <Value value={tool} label="tool" />;
  return (
    <details>
      <summary className="cursor-pointer break-words">
        <span className="figure text-code">{name}</span>{' '}
        <span className="text-meta text-muted">{textOf(tool, 'description')}</span>
      </summary>
      <Value value={tool} label={`the definition of ${name}`} />
    </details>
  );
}

function textOf(tool: unknown, field: string): string | null {
  const value = typeof tool === 'object' && tool !== null ? (tool as Record<string, unknown>)[field] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}
