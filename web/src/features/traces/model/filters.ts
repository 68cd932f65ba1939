/** Filters of the trace list: written as `status:error`, `agent:planner`, `cost>0.50`, `dur>30s`, kept in the URL. */
import type { paths } from '@/api-schema';

export type TraceParameters = NonNullable<paths['/api/v1/traces']['get']['parameters']['query']>;

const WORD_KEYS = ['status', 'agent', 'model', 'framework', 'tag', 'session', 'user', 'name'] as const;
type WordKey = (typeof WORD_KEYS)[number];
const AMOUNT_KEYS = ['cost', 'dur', 'tokens'] as const;
type AmountKey = (typeof AMOUNT_KEYS)[number];

export type Filter =
  | { kind: 'word'; key: WordKey; value: string }
  | { kind: 'amount'; key: AmountKey; atLeast: number };

const STATUSES = ['running', 'ok', 'error', 'cancelled', 'timeout'];
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Null when the text is not a filter; it is then a name to look for. */
export function parseFilter(text: string): Filter | null {
  const word = /^([a-z]+):(.+)$/.exec(text);
  if (word) return wordFilter(word[1] ?? '', word[2] ?? '');
  const amount = /^([a-z]+)>=?([\d.]+)([a-z]*)$/.exec(text);
  if (amount) return amountFilter(amount[1] ?? '', Number(amount[2]), amount[3] ?? '');
  return null;
}

export function writeFilter(filter: Filter): string {
  if (filter.kind === 'word') return `${filter.key}:${filter.value}`;
  return `${filter.key}>${filter.atLeast}${filter.key === 'dur' ? 'ms' : ''}`;
}

export function parseFilters(texts: readonly string[]): Filter[] {
  return texts.map(parseFilter).filter((filter) => filter !== null);
}

/** What was typed, split into filters and the words of a name; "quoted words" stay together. */
export function parseTyped(text: string): { filters: Filter[]; name: string } {
  const filters: Filter[] = [];
  const words: string[] = [];
  for (const token of text.match(/[a-z]+:"[^"]*"|\S+/g) ?? []) {
    const filter = parseFilter(token.replaceAll('"', ''));
    if (filter) filters.push(filter);
    else words.push(token);
  }
  return { filters, name: words.join(' ') };
}

export function toParameters(filters: readonly Filter[], name: string | undefined): TraceParameters {
  const parameters: TraceParameters = {};
  const statuses: string[] = [];
  for (const filter of filters) {
    if (filter.kind === 'amount') addAmount(parameters, filter.key, filter.atLeast);
    else if (filter.key === 'status') statuses.push(filter.value);
    else parameters[filter.key] = filter.value;
  }
  if (statuses.length > 0) parameters.status = statuses as NonNullable<TraceParameters['status']>;
  if (name) parameters.name = name;
  return parameters;
}

/** Filters with one added (a second value of a key that cannot repeat replaces the first) or taken away. */
export function toggle(texts: readonly string[], text: string): string[] {
  if (texts.includes(text)) return texts.filter((each) => each !== text);
  const added = parseFilter(text);
  const kept = texts.filter((each) => {
    const old = parseFilter(each);
    return !old || !added || old.key !== added.key || added.key === 'status';
  });
  return [...kept, text];
}

function wordFilter(key: string, value: string): Filter | null {
  if (!WORD_KEYS.includes(key as WordKey)) return null;
  if (key === 'status' && !STATUSES.includes(value)) return null;
  return { kind: 'word', key: key as WordKey, value };
}

function amountFilter(key: string, value: number, unit: string): Filter | null {
  if (!AMOUNT_KEYS.includes(key as AmountKey) || !Number.isFinite(value)) return null;
  if (key !== 'dur') return unit === '' ? { kind: 'amount', key: key as AmountKey, atLeast: value } : null;
  const size = UNITS_MS[unit || 's'];
  return size === undefined ? null : { kind: 'amount', key: 'dur', atLeast: value * size };
}

function addAmount(parameters: TraceParameters, key: AmountKey, atLeast: number): void {
  if (key === 'cost') parameters.min_cost_usd = atLeast;
  if (key === 'dur') parameters.min_duration_ms = Math.round(atLeast);
  if (key === 'tokens') parameters.min_tokens = Math.round(atLeast);
}
