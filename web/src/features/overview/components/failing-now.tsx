/** What fails now: failures that look alike, how often, against the day before, and the newest case of each. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { count, plural } from '@/shared/format';
import { kindWord } from '@/shared/kinds';
import { Failed, Loading } from '@/shared/ui/states';
import { When } from '@/shared/ui/when';
import { errorsQuery } from '../api';
import { type Failing, failingNow } from '../model/failing';

const ROWS = 8;

export function FailingNow({ project }: { project: string }) {
  const now = useQuery(errorsQuery(project, { since: '24h' }));
  const before = useQuery(errorsQuery(project, { since: '48h', until: '24h' }));
  const failing = failingNow(now.data?.rows ?? [], before.data?.rows);
  return (
    <section aria-label="Failing now" className="card col-span-12 overflow-x-auto">
      <div className="flex items-baseline gap-3 px-4 py-3">
        <h2 className="font-semibold">Failing now</h2>
        <p className="text-meta text-muted">failures of the last 24 hours that look alike</p>
        {failing.length > ROWS ? (
          <Link
            to="/p/$project/metrics"
            params={{ project }}
            search={{ tab: 'errors', range: '24h' }}
            className="ml-auto text-meta text-accent hover:underline"
          >
            All {plural(failing.length, 'pattern')}
          </Link>
        ) : null}
      </div>
      {now.isPending ? <Loading /> : null}
      {now.isError ? (
        <Failed what="The failures could not be read" error={now.error} retry={() => void now.refetch()} />
      ) : null}
      {now.isSuccess && failing.length === 0 ? (
        <p className="px-4 pb-4 text-muted">Nothing failed in 24 hours.</p>
      ) : null}
      {failing.length === 0 ? null : (
        <table className="w-full min-w-[760px] table-fixed text-left">
          <thead className="text-meta text-muted">
            <tr className="border-y border-line [&>th]:px-4 [&>th]:py-2 [&>th]:font-normal">
              <th>Failure</th>
              <th className="w-56">In</th>
              <th className="w-28 text-right">Times</th>
              <th className="w-36">The day before</th>
              <th className="w-28 text-right">Traces</th>
              <th className="w-32">Newest</th>
            </tr>
          </thead>
          <tbody>
            {failing.slice(0, ROWS).map((each) => (
              <FailingRow key={each.key} failing={each} project={project} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function FailingRow({ failing, project }: { failing: Failing; project: string }) {
  const { row, trend } = failing;
  return (
    <tr className="border-t border-line first:border-t-0 hover:bg-hover [&>td]:px-4 [&>td]:py-2">
      <td className="truncate">
        <Link
          to="/p/$project/traces/$traceId"
          params={{ project, traceId: row.last_trace_id }}
          search={{ span: row.last_span_id }}
          title={row.pattern}
          className="text-accent hover:underline"
        >
          {row.pattern}
        </Link>
      </td>
      <td className="truncate text-muted" title={row.name}>{`${row.name} (${kindWord(row.span_type)})`}</td>
      <td className="figure text-right text-code">{count(row.count)}</td>
      <td className={`text-meta ${trend.isWorse ? 'text-error-text' : 'text-muted'}`}>{trend.text}</td>
      <td className="figure text-right text-code">{count(row.traces)}</td>
      <td className="text-muted">
        <When at={row.last_seen} />
      </td>
    </tr>
  );
}
