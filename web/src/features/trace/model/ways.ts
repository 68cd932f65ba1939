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

/** From `?view=`; the waterfall where it names none of ours. */
export function parseWay(text: string | undefined): Way {
  return WAYS.find((way) => way === text) ?? 'waterfall';
}

export function nextWay(way: Way): Way {
  return WAYS[(WAYS.indexOf(way) + 1) % WAYS.length] ?? 'waterfall';
}
