/** One row an agent; the figures add up to those of the trace. */
import type { TraceAgent } from '@/shared/api/types';
import { costOf, count, whyUnknown } from '@/shared/format';

const FIGURES = ['Spans', 'Calls', 'Tools', 'In', 'Out', 'Cost', 'Failed'] as const;

export function AgentTable({
  agents,
  onAgent,
}: {
  agents: readonly TraceAgent[];
  onAgent: (name: string) => void;
}) {
  return (
    <table aria-label="Agents" className="w-full min-w-[720px] text-left">
      <thead className="border-b border-line text-meta text-muted">
        <tr className="h-9">
          <th scope="col" className="pr-2 font-normal">
            Agent
          </th>
          {FIGURES.map((name) => (
            <th key={name} scope="col" className="px-2 text-right font-normal">
              {name}
            </th>
          ))}
          <th scope="col" className="pl-4 font-normal">
            Models and tools
          </th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <Row key={agent.name ?? ''} agent={agent} onAgent={onAgent} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ agent, onAgent }: { agent: TraceAgent; onAgent: (name: string) => void }) {
  const { name } = agent;
  return (
    <tr className="border-b border-line align-top hover:bg-hover">
      <th scope="row" className="max-w-72 py-2 pr-2 font-normal">
        {name === null ? (
          <span className="text-muted">No agent</span>
        ) : (
          <button
            type="button"
            title="Find its spans in the waterfall"
            onClick={() => onAgent(name)}
            className="max-w-full truncate text-left text-accent hover:underline"
          >
            {name}
          </button>
        )}
        <div className="truncate text-meta text-muted" title={about(agent)}>
          {about(agent)}
        </div>
      </th>
      <Figure value={count(agent.total_spans)} title={internalText(agent)} />
      <Figure
        value={isSilent(agent) ? '?' : count(agent.model_calls)}
        title={isSilent(agent) ? 'Its emitter does not report model calls' : withoutUsage(agent)}
      />
      <Figure value={count(agent.tool_calls)} />
      <Figure value={isSilent(agent) ? '?' : count(agent.input_tokens)} />
      <Figure value={isSilent(agent) ? '?' : count(agent.output_tokens)} />
      <Figure value={isSilent(agent) ? '?' : costOf(agent)} title={whyUnknown(agent)} />
      <Figure value={count(agent.errors)} isBad={agent.errors > 0} />
      <td className="py-2 pl-4 text-meta text-muted">
        {[...agent.models, ...agent.tools.map((tool) => `${tool.name} ×${count(tool.calls)}`)].join(', ') ||
          '–'}
      </td>
    </tr>
  );
}

function Figure({
  value,
  title,
  isBad = false,
}: {
  value: string;
  title?: string | undefined;
  isBad?: boolean;
}) {
  return (
    <td title={title} className={`figure px-2 py-2 text-right text-code ${isBad ? 'text-error-text' : ''}`}>
      {value}
    </td>
  );
}

/** It ran, and nobody told of a model call: that is not the same as none. */
function isSilent(agent: TraceAgent): boolean {
  return agent.runs > 0 && agent.model_calls === 0;
}

function about(agent: TraceAgent): string {
  const role = agent.role === agent.name ? null : agent.role;
  const many = agent.instances > 1 ? `${count(agent.instances)} of them` : null;
  return [role, agent.description, many, agent.framework].filter(Boolean).join(' · ');
}

function internalText(agent: TraceAgent): string | undefined {
  return agent.internal_spans > 0
    ? `${count(agent.internal_spans)} of them are the framework's machinery`
    : undefined;
}

function withoutUsage(agent: TraceAgent): string | undefined {
  return agent.calls_without_usage > 0
    ? `${count(agent.calls_without_usage)} of them reported no usage`
    : undefined;
}
