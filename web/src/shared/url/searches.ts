/** What of each page is in its URL, said once: the router reads it, the pages write it. */
import { oneOf } from './search-params';

type Picked<Keys extends readonly string[]> = { [Key in Keys[number]]?: string };

export const TRACES_KEYS = ['q', 'range', 'peek', 'cols'] as const;
/** `?q=status:error&range=24h&peek=<trace>&cols=Trace,Cost` */
export type TracesSearch = Picked<typeof TRACES_KEYS>;

export const TRACE_KEYS = ['view', 'span', 't', 'q', 'depth', 'internal', 'tab'] as const;
/** `?view=&span=&t=start-end&q=&depth=&internal=1&tab=` */
export type TraceSearch = Picked<typeof TRACE_KEYS>;

export const METRICS_KEYS = ['tab', 'by', 'range'] as const;
export type MetricsSearch = Picked<typeof METRICS_KEYS>;

/** Reads these keys of a query string, once each; every other is dropped. */
export function picking<const Keys extends readonly string[]>(keys: Keys) {
  return (search: Record<string, unknown>): Picked<Keys> => picked(keys, search);
}

/** The keys that have a value. */
export function picked<const Keys extends readonly string[]>(
  keys: Keys,
  search: Record<string, unknown>,
): Picked<Keys> {
  const found = keys
    .map((key) => [key, oneOf(search[key])] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as Picked<Keys>;
}
