// Serves the built application and one large trace on a free port of this machine.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const AT = '2026-11-20T18:18:52.123456789Z';

export function serve(dist, traceId, rows, bytes) {
  const zipped = gzipSync(bytes, { level: 6 });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const json = (value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    if (path.endsWith('/skeleton')) {
      response.setHeader('content-type', 'application/vnd.agenttrace.columns.v1');
      response.setHeader('content-encoding', 'gzip').end(zipped);
    } else if (path.endsWith(`/traces/${traceId}`) && path.startsWith('/api')) json(summary(traceId, rows));
    else if (path.includes('/spans/')) json(detail(traceId, rows, Number(path.split('/').at(-1))));
    else if (path.startsWith('/api')) json([]);
    else file(dist, path, response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${server.address().port}`, zipped: zipped.length }),
    );
  });
}

function file(dist, path, response) {
  const wanted = join(dist, path);
  const found =
    wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile()
      ? wanted
      : join(dist, 'index.html');
  response
    .setHeader('content-type', TYPES[extname(found)] ?? 'application/octet-stream')
    .end(readFileSync(found));
}

function summary(id, rows) {
  const errors = rows.filter((row) => row.status === 2).length;
  const figures = {
    total_spans: rows.length,
    errors,
    running: 0,
    model_calls: 0,
    tool_calls: 0,
    total_tokens: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_creation_tokens: 0,
    reasoning_tokens: 0,
    calls_without_usage: 0,
    total_cost_usd: 212.4,
    input_cost_usd: 0,
    output_cost_usd: 0,
    unknown_cost_calls: 0,
    reported_cost_usd: 0,
  };
  return {
    ...figures,
    id,
    project: 'perf',
    session_id: null,
    session_name: null,
    user_id: null,
    name: 'checkout-bot run',
    status: 'error',
    started_at: AT,
    ended_at: AT,
    last_seen_at: AT,
    duration_us: rows[0].dur,
    root_span_id: '00f067aa0ba902b7',
    framework: null,
    agents: [],
    models: [],
    tags: [],
    input_preview: null,
    output_preview: null,
    error_message: 'step repeated',
  };
}

function detail(traceId, rows, seq) {
  const row = rows[seq] ?? rows[0];
  const nothing = {
    status_message: null,
    status_code: null,
    provider: null,
    tool_name: null,
    file_path: null,
    cache_read_tokens: null,
    cache_creation_tokens: null,
    reasoning_tokens: null,
    input_cost_usd: null,
    output_cost_usd: null,
    cost_match: null,
    reported_cost_usd: null,
    input_preview: null,
    output_preview: null,
    input: null,
    output: null,
    cost: null,
    dialect: null,
    framework: null,
    agent_id: null,
    agent_role: null,
    request_model: null,
    response_model: null,
    response_id: null,
    operation: null,
    time_to_first_chunk_us: null,
    tool_call_id: null,
    session_id: null,
    user_id: null,
    parent_span_id: null,
  };
  const text = {
    type: 'text',
    text: 'Why was I charged twice for order 88213?',
    name: null,
    call_id: null,
    value: null,
    mime_type: null,
  };
  const message = { direction: 'input', role: 'user', name: null, finish_reason: null, parts: [text] };
  return {
    ...nothing,
    span_id: String(seq).padStart(16, '0'),
    trace_id: traceId,
    seq,
    project: 'perf',
    name: 'span',
    span_type: 'llm_call',
    start_time: AT,
    end_time: AT,
    duration_us: row.dur,
    status: 'ok',
    agent: null,
    model: null,
    input_tokens: row.tin,
    output_tokens: row.tout,
    total_tokens: 0,
    total_cost_usd: 0,
    messages: [message],
    attributes: {},
    resource: {},
    events: [],
    links: [],
    agent_messages: [],
    scope_name: '',
    scope_version: '',
    otel_kind: 'internal',
    finish_reasons: [],
    parameters: {},
    tags: [],
    dropped: 0,
  };
}
