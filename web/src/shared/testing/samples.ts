/** Small real-looking answers of the API for tests. */
import type { Session, TraceDetail } from '../api/types';

const TOTALS = {
  total_spans: 312,
  errors: 1,
  running: 0,
  model_calls: 40,
  tool_calls: 60,
  total_tokens: 48_213,
  input_tokens: 40_000,
  output_tokens: 8_213,
  cache_read_tokens: 0,
  cache_creation_tokens: 0,
  reasoning_tokens: 0,
  calls_without_usage: 0,
  total_cost_usd: 0.84,
  input_cost_usd: 0.4,
  output_cost_usd: 0.44,
  unknown_cost_calls: 0,
  reported_cost_usd: 0,
  reported_difference: null,
  reported_differs: false,
};

export function aTrace(changes: Partial<TraceDetail> = {}): TraceDetail {
  return {
    ...TOTALS,
    id: 'a3f1c9d2a3f1c9d2a3f1c9d2a3f1c9d2',
    project: 'checkout-bot',
    session_id: 'sess_9f2c',
    session_name: null,
    user_id: null,
    name: 'checkout-bot run',
    status: 'error',
    started_at: '2026-11-20T18:18:52.123456789Z',
    ended_at: '2026-11-20T18:23:04.123456789Z',
    last_seen_at: '2026-11-20T18:23:04.123456789Z',
    duration_us: 252_000_000,
    root_span_id: '00f067aa0ba902b7',
    framework: 'langgraph',
    agents: ['planner', 'coder'],
    models: ['gpt-5-mini'],
    tags: [],
    input_preview: 'why was I charged twice?',
    output_preview: null,
    error_message: 'payments answered 503',
    content_bytes: 0,
    content_bytes_unshared: 0,
    ...changes,
  };
}

export function aSession(changes: Partial<Session> = {}): Session {
  return {
    ...TOTALS,
    id: 'sess_9f2c',
    project: 'checkout-bot',
    name: null,
    user_id: 'u-17',
    framework: 'langgraph',
    status: 'running',
    started_at: '2026-11-20T18:18:52.123456789Z',
    ended_at: null,
    last_seen_at: '2026-11-20T18:23:04.123456789Z',
    duration_us: 63_000_000,
    total_traces: 3,
    agents: ['planner'],
    tags: [],
    ...changes,
  };
}
