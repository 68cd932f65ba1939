/** What a span does, in seven kinds: its word, its glyph (paths on a 24-unit grid, stroked) and its colours. */

export const KINDS = ['agent', 'llm', 'tool', 'data', 'handoff', 'guard', 'other'] as const;
export type Kind = (typeof KINDS)[number];

const OF_TYPE: Readonly<Record<string, Kind>> = {
  agent: 'agent',
  llm_call: 'llm',
  reasoning: 'llm',
  tool_execution: 'tool',
  code_execution: 'tool',
  file_read: 'tool',
  file_write: 'tool',
  retrieval: 'data',
  embedding: 'data',
  memory_retrieval: 'data',
  memory_store: 'data',
  handoff: 'handoff',
  verification: 'guard',
};

const WORDS: Readonly<Record<string, string>> = {
  llm_call: 'llm',
  tool_execution: 'tool',
  code_execution: 'code',
  file_read: 'file read',
  file_write: 'file write',
  memory_retrieval: 'memory read',
  memory_store: 'memory write',
  api_call: 'api call',
};

/** Types that hold work rather than do it: drawn quietly. */
const CONTAINERS = new Set(['agent', 'task', 'chain', 'handoff']);

export function kindOf(spanType: string): Kind {
  return OF_TYPE[spanType] ?? 'other';
}

export function kindWord(spanType: string): string {
  return WORDS[spanType] ?? spanType;
}

export function isContainer(spanType: string): boolean {
  return CONTAINERS.has(spanType);
}

export const GLYPHS: Readonly<Record<Kind, string>> = {
  agent:
    'M12 8V4H8M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM9 13v2M15 13v2M2 14h2M20 14h2',
  llm: 'M12 3l2.3 6.7L21 12l-6.7 2.3L12 21l-2.3-6.7L3 12l6.7-2.3z',
  tool: 'M20 7.5L16.5 11 13 7.5 16.5 4a5 5 0 0 0-6.4 6.4L4 16.5A2.5 2.5 0 0 0 7.5 20l6.1-6.1A5 5 0 0 0 20 7.5z',
  data: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  handoff: 'M8 4L4 8l4 4M4 8h16M16 12l4 4-4 4M20 16H4',
  guard: 'M12 3l7 3v5c0 5-3 8.5-7 10-4-1.5-7-5-7-10V6zM9 12l2 2 4-4',
  other: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
};

/** The fill, and the text that can be read on it, as class names. */
export const KIND_TEXT: Readonly<Record<Kind, string>> = {
  agent: 'text-kind-agent',
  llm: 'text-kind-llm',
  tool: 'text-kind-tool',
  data: 'text-kind-data',
  handoff: 'text-kind-handoff',
  guard: 'text-kind-guard',
  other: 'text-kind-other',
};

export const KIND_CHIP: Readonly<Record<Kind, string>> = {
  agent: 'bg-kind-agent text-on-agent',
  llm: 'bg-kind-llm text-on-llm',
  tool: 'bg-kind-tool text-on-tool',
  data: 'bg-kind-data text-on-data',
  handoff: 'bg-kind-handoff text-on-handoff',
  guard: 'bg-kind-guard text-on-guard',
  other: 'bg-kind-other text-on-other',
};
