/** Two traces beside each other: one tree, the bars of both, and what differs in the selected step. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { PageHeader } from '@/shared/ui/page-header';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { type Compared, compareQuery } from '../api';
import { shownRows } from '../model/rows';
import { Detail } from './detail';
import { Totals } from './totals';
import { Tree } from './tree';

const FROM = '/p/$project/compare';

export function ComparePage() {
  const { project } = useParams({ from: FROM });
  const { a = '', b = '', only, step } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const compared = useQuery(compareQuery(project, a, b));
  const isOnly = only === '1';
  return (
    <>
      <PageHeader title="Compare">
        <button
          type="button"
          className="control"
          aria-pressed={isOnly}
          onClick={() =>
            navigate({ search: ({ only: _, ...rest }) => (isOnly ? rest : { ...rest, only: '1' }) })
          }
        >
          Only differences{isOnly ? ': on' : ''}
        </button>
        <button type="button" className="control" onClick={() => navigate({ search: { a: b, b: a } })}>
          <ArrowLeftRight size={14} aria-hidden="true" />
          Swap
        </button>
      </PageHeader>
      {a === '' || b === '' ? (
        <Empty title="Nothing to compare">Choose two traces in the list of traces.</Empty>
      ) : compared.error !== null ? (
        <Failed
          what="The traces could not be compared"
          error={compared.error}
          retry={() => compared.refetch()}
        />
      ) : compared.data === undefined ? (
        <Loading />
      ) : (
        <Both
          project={project}
          traces={{ a, b }}
          compared={compared.data}
          isOnly={isOnly}
          step={step}
          onStep={(index) => navigate({ search: (now) => ({ ...now, step: String(index) }), replace: true })}
        />
      )}
    </>
  );
}

interface BothProps {
  project: string;
  traces: { a: string; b: string };
  compared: Compared;
  isOnly: boolean;
  step: string | undefined;
  onStep: (index: number) => void;
}

function Both({ project, traces, compared, isOnly, step, onStep }: BothProps) {
  const first = compared.first_divergence;
  const selected = step !== undefined && /^\d+$/.test(step) ? Number(step) : first;
  const row = selected === null ? undefined : compared.rows[selected];
  return (
    <>
      <Totals project={project} compared={compared} />
      <div className="flex min-h-0 flex-1 bg-surface max-[1000px]:flex-col">
        <Tree rows={shownRows(compared.rows, isOnly)} selected={selected} first={first} onSelect={onStep} />
        {row === undefined ? null : (
          <ScrollRegion
            aria-label="What differs"
            className="w-[440px] shrink-0 overflow-auto border-l border-line max-[1000px]:h-1/2 max-[1000px]:w-full max-[1000px]:border-t max-[1000px]:border-l-0"
          >
            <Detail project={project} traces={traces} row={row} isFirst={selected === first} />
          </ScrollRegion>
        )}
      </div>
    </>
  );
}
