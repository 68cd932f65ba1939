/** What the metrics page can show, and how that is written in its URL. */
import { lastDays, lastHours } from '@/shared/time/buckets';
import type { Milliseconds } from '@/shared/units';
import type { MetricsSearch } from '@/shared/url/searches';

export const TABS = ['costs', 'performance', 'errors'] as const;
export type Tab = (typeof TABS)[number];

export const COST_GROUPS = ['model', 'provider', 'agent', 'user', 'session', 'project'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

export const SPEED_GROUPS = ['name', 'span_type', 'model', 'tool', 'agent'] as const;
export type SpeedGroup = (typeof SPEED_GROUPS)[number];

export const GROUP_NAMES: Readonly<Record<CostGroup | SpeedGroup, string>> = {
  model: 'Model',
  provider: 'Provider',
  agent: 'Agent',
  user: 'User',
  session: 'Session',
  project: 'Project',
  name: 'Operation',
  span_type: 'Type',
  tool: 'Tool',
};

export interface Range {
  readonly since: string;
  readonly label: string;
  /** The width of a bucket of its charts. */
  readonly bucket: 'hour' | 'day';
  readonly buckets: number;
}

export const RANGES: readonly Range[] = [
  { since: '24h', label: 'Last 24 hours', bucket: 'hour', buckets: 24 },
  { since: '7d', label: 'Last 7 days', bucket: 'hour', buckets: 7 * 24 },
  { since: '30d', label: 'Last 30 days', bucket: 'day', buckets: 30 },
  { since: '90d', label: 'Last 90 days', bucket: 'day', buckets: 90 },
];
const SEVEN_DAYS: Range = { since: '7d', label: 'Last 7 days', bucket: 'hour', buckets: 7 * 24 };

export function chosenTab(search: MetricsSearch): Tab {
  return TABS.find((tab) => tab === search.tab) ?? 'costs';
}

export function chosenRange(search: MetricsSearch): Range {
  return RANGES.find((range) => range.since === search.range) ?? SEVEN_DAYS;
}

export function chosenGroup<Group extends string>(
  groups: readonly [Group, ...Group[]],
  by: string | undefined,
): Group {
  return groups.find((group) => group === by) ?? groups[0];
}

/** The starts of the buckets of a range, in seconds. */
export function bucketsOf(range: Range, now: Milliseconds): number[] {
  return range.bucket === 'hour' ? lastHours(now, range.buckets) : lastDays(now, range.buckets);
}
