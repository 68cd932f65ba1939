// Makes the skeleton of a large trace: 100,000 spans of nested agents, 38 levels deep, the same at every run.
import { Buffer } from 'node:buffer';

const KINDS = [
  'task',
  'llm_call',
  'tool_execution',
  'retrieval',
  'agent',
  'handoff',
  'chain',
  'verification',
  'api_call',
];
const STATUSES = ['running', 'ok', 'error', 'cancelled', 'timeout'];
const AGENTS = [
  '',
  'orchestrator',
  'browser',
  'coder',
  'critic',
  'planner',
  'librarian',
  'reviewer',
  'tester',
];
const MODELS = [
  '',
  'gpt-5-mini',
  'gpt-5',
  'claude-sonnet-4.5',
  'claude-haiku-4.5',
  'gemini-2.5-pro',
  'llama-4-70b',
];
const TOOLS = [
  'web_search',
  'grep_repo',
  'list_dir',
  'read_file',
  'write_file',
  'shell',
  'http_get',
  'run_python',
];
const NAMES = [
  'checkout-bot run',
  'handoff',
  'retrieve docs',
  'guardrail pii',
  ...AGENTS.slice(1),
  ...MODELS.slice(1),
  ...TOOLS,
];
const STEPS = Array.from({ length: 20 }, (_, step) => `step ${step + 1}`);
NAMES.push(...STEPS);

const DEEPEST = 37;
const MS = 1000;

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function largeTrace(n, seed = 7) {
  const random = randomFrom(seed);
  const rows = [];
  const open = (row) =>
    rows.push({ status: 1, agent: 0, model: 0, tin: 0, tout: 0, cost: 0, flags: 0, dur: 0, end: 0, ...row }) -
    1;
  const close = (at, now) => {
    rows[at].dur = now - rows[at].start;
    rows[at].end = rows.length;
  };
  const leaf = (depth, now, agent) => {
    const failed = random() < 0.019;
    const outcome = { status: failed ? 2 : 1, flags: failed ? 1 : 0, depth, start: now, agent };
    const isCall = random() < 0.55;
    const model = 1 + Math.floor(random() * (MODELS.length - 1));
    const dur = Math.round(isCall ? (400 + random() ** 3 * 12_000) * MS : (5 + random() ** 4 * 400) * MS);
    const call = {
      kind: 1,
      name: NAMES.indexOf(MODELS[model]),
      model,
      tin: Math.round(random() * 30_000),
      tout: Math.round(random() * 2500),
      cost: 4200,
    };
    const tool = { kind: 2, name: NAMES.indexOf(TOOLS[Math.floor(random() * TOOLS.length)]) };
    close(open({ ...outcome, ...(isCall ? call : tool) }), now + dur);
    return now + dur + Math.round(random() * 80 * MS);
  };
  const agents = (depth, start, agent) => {
    let now = start;
    const self = open({ kind: 4, name: NAMES.indexOf(AGENTS[agent]), agent, depth, start });
    const turns = 2 + Math.floor(random() * 4);
    for (let turn = 0; turn < turns && rows.length < n; turn += 1) {
      if (depth + 3 < DEEPEST && random() < 0.6) {
        const handoff = open({ kind: 5, name: 1, agent, depth: depth + 1, start: now });
        now = agents(depth + 2, now + 2 * MS, 1 + Math.floor(random() * (AGENTS.length - 1)));
        close(handoff, now);
      }
      for (let step = 0; step < 4 && rows.length < n; step += 1) {
        const at = open({ kind: 6, name: NAMES.indexOf(STEPS[step]), agent, depth: depth + 1, start: now });
        const leaves = 1 + Math.floor(random() * 4);
        for (let each = 0; each < leaves; each += 1) now = leaf(depth + 2, now, agent);
        close(at, now);
      }
    }
    close(self, now);
    return now;
  };
  const root = open({ kind: 0, name: 0, agent: 1, depth: 0, start: 0 });
  let now = 0;
  while (rows.length < n)
    now = agents(1, now + Math.round(random() * 4000 * MS), 1 + Math.floor(random() * 3));
  close(root, now);
  return rows.slice(0, n).map((row) => ({ ...row, end: Math.min(row.end, n) }));
}

const COLUMNS = [
  ['depth', Uint16Array, (row) => row.depth],
  ['end', Uint32Array, (row) => row.end],
  ['seq', Uint32Array, (_, index) => index],
  ['name', Uint16Array, (row) => row.name],
  ['kind', Uint8Array, (row) => row.kind],
  ['status', Uint8Array, (row) => row.status],
  ['agent', Uint16Array, (row) => row.agent],
  ['model', Uint16Array, (row) => row.model],
  ['start', Uint32Array, (row) => row.start],
  ['dur', Uint32Array, (row) => row.dur],
  ['tin', Uint32Array, (row) => row.tin],
  ['tout', Uint32Array, (row) => row.tout],
  ['cost_micro', Uint32Array, (row) => row.cost],
  ['flags', Uint8Array, (row) => row.flags],
];

/** The binary form of docs/reference/skeleton.md. */
export function encode(rows) {
  const unit = Math.max(1, Math.ceil(rows[0].dur / 0xffffffff));
  const scaled =
    unit === 1
      ? rows
      : rows.map((row) => ({ ...row, start: Math.floor(row.start / unit), dur: Math.floor(row.dur / unit) }));
  const cols = [];
  const parts = [];
  let offset = 0;
  for (const [name, Type, pick] of COLUMNS) {
    const column = Buffer.from(Type.from(scaled, pick).buffer);
    const padding = Buffer.alloc((8 - (column.length % 8)) % 8);
    cols.push([name, `u${Type.BYTES_PER_ELEMENT * 8}`, offset, rows.length]);
    parts.push(column, padding);
    offset += column.length + padding.length;
  }
  const dicts = { name: NAMES, kind: KINDS, status: STATUSES, agent: AGENTS, model: MODELS };
  const header = {
    n: rows.length,
    unit_us: unit,
    t0_ns: '1763000000000000000',
    dicts,
    cols,
    complete: true,
    dropped: 0,
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const padding = Buffer.alloc((8 - ((8 + json.length) % 8)) % 8);
  return Buffer.concat([Buffer.from('ATC1'), length, json, padding, ...parts]);
}
