/** Agents of a trace and a message between two of them, as the API gives them. */
import type { TraceAgent, TraceMessage } from '@/shared/api/types';
import { aTrace } from '@/shared/testing/samples';

export function anAgent(changes: Partial<TraceAgent> = {}): TraceAgent {
  const sums = aTrace();
  return {
    total_spans: 12,
    errors: 0,
    running: 0,
    model_calls: 4,
    tool_calls: 2,
    total_tokens: sums.total_tokens,
    input_tokens: sums.input_tokens,
    output_tokens: sums.output_tokens,
    cache_read_tokens: 0,
    cache_creation_tokens: 0,
    reasoning_tokens: 0,
    calls_without_usage: 0,
    total_cost_usd: sums.total_cost_usd,
    input_cost_usd: sums.input_cost_usd,
    output_cost_usd: sums.output_cost_usd,
    unknown_cost_calls: 0,
    reported_cost_usd: 0,
    reported_difference: null,
    reported_differs: false,
    name: 'planner',
    role: null,
    id: null,
    instances: 1,
    description: null,
    framework: 'langgraph',
    framework_version: null,
    is_running: false,
    first_at: sums.started_at,
    last_at: sums.last_seen_at,
    models: ['gpt-5-mini'],
    tools: [{ name: 'ledger_query', calls: 2 }],
    internal_spans: 0,
    runs: 1,
    ...changes,
  };
}

export function anAgentMessage(changes: Partial<TraceMessage> = {}): TraceMessage {
  return {
    from_agent: 'planner',
    to_agent: 'coder',
    type: 'handoff',
    content: null,
    content_chars: 0,
    content_href: null,
    time: '2026-11-20T18:18:52.123456789Z',
    trace_id: 'a3f1c9d2a3f1c9d2a3f1c9d2a3f1c9d2',
    span_id: '00f067aa0ba902b7',
    seq: 0,
    ...changes,
  };
}
