/** One span in full, as the API gives it. */
import type { Message, MessagePart, Span, SpanDetail } from '@/shared/api/types';

export function aSpan(changes: Partial<Span> = {}): Span {
  return {
    span_id: '00f067aa0ba902b7',
    trace_id: 'a3f1c9d2a3f1c9d2a3f1c9d2a3f1c9d2',
    parent_span_id: null,
    seq: 0,
    project: 'checkout-bot',
    session_id: null,
    user_id: null,
    name: 'gpt-5-mini',
    span_type: 'llm_call',
    start_time: '2026-11-20T18:18:52.123456789Z',
    end_time: '2026-11-20T18:18:54.123456789Z',
    duration_us: 2_000_000,
    status: 'ok',
    status_message: null,
    status_code: null,
    agent: 'orchestrator',
    model: 'gpt-5-mini',
    provider: 'openai',
    tool_name: null,
    file_path: null,
    input_tokens: 1290,
    output_tokens: 210,
    total_tokens: 1500,
    cache_read_tokens: 430,
    cache_creation_tokens: null,
    reasoning_tokens: null,
    total_cost_usd: 0.00084,
    input_cost_usd: 0.0005,
    output_cost_usd: 0.00034,
    cost_match: 'exact',
    reported_cost_usd: null,
    input_preview: null,
    output_preview: null,
    shadow_of: null,
    shadow_of_trace: null,
    internal: false,
    ...changes,
  };
}

export function aDetail(changes: Partial<SpanDetail> = {}): SpanDetail {
  return {
    ...aSpan(),
    messages: [],
    input: null,
    output: null,
    attributes: {},
    resource: {},
    events: [],
    logs: [],
    links: [],
    agent_messages: [],
    cost: null,
    scope_name: 'openinference.instrumentation.openai',
    scope_version: '1.0.0',
    otel_kind: 'internal',
    dialect: 'openinference',
    framework: null,
    framework_version: null,
    agent_id: null,
    agent_role: null,
    agent_description: null,
    agent_said: null,
    request_model: 'gpt-5-mini',
    response_model: 'gpt-5-mini',
    response_id: null,
    operation: 'chat',
    finish_reasons: ['stop'],
    time_to_first_chunk_us: null,
    parameters: {},
    tools: null,
    tool_call_id: null,
    tool_description: null,
    tags: [],
    dropped: 0,
    also_seen_by: [],
    figures_from: null,
    ...changes,
  };
}

export function aPart(changes: Partial<MessagePart> = {}): MessagePart {
  return {
    type: 'text',
    text: null,
    name: null,
    call_id: null,
    value: null,
    mime_type: null,
    attachment: null,
    ...changes,
  };
}

export function aMessage(role: string, ...parts: Partial<MessagePart>[]): Message {
  return { direction: 'input', role, name: null, finish_reason: null, parts: parts.map(aPart) };
}
