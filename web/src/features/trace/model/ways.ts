/** The ways to see one trace, in the order of the tabs and of the key `v`. */

export const WAYS = ['waterfall', 'flame', 'agents', 'graph', 'transcript', 'replay'] as const;
export type Way = (typeof WAYS)[number];

export const WAY_NAMES: Readonly<Record<Way, string>> = {
  waterfall: 'Waterfall',
  flame: 'Flame',
  agents: 'Agents',
  graph: 'Graph',
  transcript: 'Transcript',
  replay: 'Replay',
};

export type Tool = 'ranges' | 'internal' | 'critical' | 'only' | 'find';

/** What of the toolbar changes what a way shows; the rest is left out there. */
const TOOLS: Readonly<Record<Way, readonly Tool[]>> = {
  waterfall: ['ranges', 'internal', 'critical', 'only', 'find'],
  flame: ['ranges', 'critical', 'find'],
  agents: [],
  graph: ['ranges'],
  transcript: ['find'],
  replay: [],
};

export function hasTool(way: Way, tool: Tool): boolean {
  return TOOLS[way].includes(tool);
}

/** From `?view=`; the waterfall where it names none of ours. */
export function parseWay(text: string | undefined): Way {
  return WAYS.find((way) => way === text) ?? 'waterfall';
}

export function nextWay(way: Way): Way {
  return WAYS[(WAYS.indexOf(way) + 1) % WAYS.length] ?? 'waterfall';
}
