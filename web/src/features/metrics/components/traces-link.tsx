/** The name of a row leads to the traces that its figures come from. */
import { Link } from '@tanstack/react-router';
import type { CostGroup, Range, SpeedGroup } from '../model/choices';
import { tracesWith } from '../model/traces-with';

interface Props {
  project: string;
  group: CostGroup | SpeedGroup;
  /** null: what has no such value. */
  name: string | null;
  range: Range;
}

export function TracesLink({ project, group, name, range }: Props) {
  if (name === null || name === '') return <span className="text-muted">not set</span>;
  return (
    <Link
      to="/p/$project/traces"
      params={{ project }}
      search={{ q: tracesWith(group, name), range: range.since }}
      title={`traces with ${name}`}
      className="text-accent hover:underline"
    >
      {name}
    </Link>
  );
}
