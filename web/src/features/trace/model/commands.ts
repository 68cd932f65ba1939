/** What is shown, as a command for a terminal and as lines of Python: the same answer of the API. */
import { apiUrl, projectParameter } from '@/shared/api/base';

export interface Shown {
  readonly project: string;
  readonly traceId: string;
  /** The number of the selected span; null for the whole trace. */
  readonly span: number | null;
}

export function asCurl({ project, traceId, span }: Shown): string {
  const path = `/api/v1/traces/${traceId}${span === null ? '/spans' : `/spans/${span}`}`;
  const query = new URLSearchParams(projectParameter(project)).toString();
  return `curl -s ${inShell(apiUrl(query ? `${path}?${query}` : path))}`;
}

export function asPython({ traceId, span }: Shown): string {
  const server = JSON.stringify(apiUrl(''));
  const asked =
    span === null
      ? `client.trace_spans("${traceId}")`
      : `[one for one in client.trace_spans("${traceId}") if one["seq"] == ${span}]`;
  return [
    'from agenttrace.client import Client',
    '',
    `with Client(${server}) as client:`,
    `    spans = ${asked}`,
    '',
  ].join('\n');
}

function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
