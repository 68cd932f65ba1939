/** One line above every page while what was accepted cannot all be seen yet: how much waits, how long, who was refused. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/shared/api/client';
import type { Health } from '@/shared/api/types';
import { compact, count } from '@/shared/format';

const LATE_S = 5;

const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => body(api.GET('/health', { signal })),
  refetchInterval: 5_000,
  retry: false,
});

export function BacklogLine() {
  const { data } = useQuery(healthQuery);
  return data === undefined ? null : <BacklogWords health={data} />;
}

export function BacklogWords({ health }: { health: Health }) {
  if (health.journal_lag_s < LATE_S) return null;
  const refused = health.refused_requests;
  return (
    <p role="status" className="border-b border-line bg-sunken px-4 py-1 text-muted">
      About {compact(health.journal_lag_spans)} spans are safe and cannot be seen yet; the oldest has waited{' '}
      {count(Math.round(health.journal_lag_s))} s.
      {refused > 0 && ` ${count(refused)} requests were told to come again later since the server started.`}
    </p>
  );
}
