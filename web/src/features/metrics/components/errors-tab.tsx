/** Failures that look alike, the commonest first, each with its newest case. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { count } from '@/shared/format';
import { kindWord } from '@/shared/kinds';
import { When } from '@/shared/ui/when';
import { errorsQuery } from '../api';
import type { Range } from '../model/choices';
import { Box } from './box';
import { FigureTable } from './figure-table';

export function ErrorsTab({ project, range }: { project: string; range: Range }) {
  const errors = useQuery(errorsQuery(project, range.since));
  const rows = errors.data?.rows ?? [];
  return (
    <Box
      title="Failures by pattern"
      what="The failures could not be read"
      query={errors}
      isEmpty={rows.length === 0}
    >
      <FigureTable
        label="Failures by pattern"
        head="Pattern: numbers, ids and quoted text are taken out"
        rows={rows}
        keyOf={(row) => `${row.span_type} ${row.name} ${row.pattern}`}
        nameOf={(row) => (
          <Link
            to="/p/$project/traces/$traceId"
            params={{ project, traceId: row.last_trace_id }}
            search={{ span: row.last_span_id }}
            title={row.pattern}
            className="text-accent hover:underline"
          >
            {row.pattern}
          </Link>
        )}
        columns={[
          {
            name: 'In',
            cell: (row) => <span className="font-sans">{`${row.name} (${kindWord(row.span_type)})`}</span>,
          },
          { name: 'Failures', cell: (row) => count(row.count) },
          { name: 'Traces', cell: (row) => count(row.traces) },
          { name: 'First', cell: (row) => <When at={row.first_seen} /> },
          { name: 'Last', cell: (row) => <When at={row.last_seen} /> },
        ]}
      />
    </Box>
  );
}
