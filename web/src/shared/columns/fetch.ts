/** Asks for the columns of a trace: the binary form, or JSON from a server or proxy that has no other. */
import { apiUrl, projectParameter } from '../api/base';
import { errorFrom } from '../api/client';
import { COLUMNS_TYPE, decodeColumns, decodeJson } from './decode';
import type { Skeleton } from './skeleton';

export async function fetchSkeleton(
  project: string,
  traceId: string,
  signal?: AbortSignal,
  more: Record<string, string> = {},
): Promise<Skeleton> {
  const query = new URLSearchParams({ ...projectParameter(project), ...more }).toString();
  const path = `/api/v1/traces/${encodeURIComponent(traceId)}/skeleton`;
  const response = await fetch(apiUrl(query ? `${path}?${query}` : path), {
    ...(signal === undefined ? {} : { signal }),
    headers: { accept: `${COLUMNS_TYPE}, application/json;q=0.5` },
  });
  if (!response.ok) throw await errorFrom(response);
  if (response.headers.get('content-type')?.includes('json')) return decodeJson(await response.json());
  return decodeColumns(await response.arrayBuffer());
}
