/** Nothing found: which condition is in the way, and how many traces there would be without it. */
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { count, plural } from '@/shared/format';
import { totalOf } from '@/shared/time/bars';
import { Empty } from '@/shared/ui/states';
import { histogramQuery, type TraceParameters } from '../api';
import { conditionsOf } from '../model/question';
import { rangeLabel } from '../model/range';

interface Props {
  project: string;
  question: string;
  range: string;
  time: Pick<TraceParameters, 'since' | 'until'>;
  onAsk: (question: string, range: string) => void;
}

export function NoTraces({ project, question, range, time, onAsk }: Props) {
  const conditions = conditionsOf(question);
  const filters = conditions.length + (range === '' ? 0 : 1);
  if (filters === 0)
    return <Empty title="No traces yet">They appear here as soon as the first span arrives.</Empty>;
  const asking = (q: string, inTime: typeof time): TraceParameters => ({ ...inTime, ...(q ? { q } : {}) });
  const rest = (index: number) => conditions.filter((_, each) => each !== index).join(' ');
  return (
    <Empty title={`No traces match ${plural(filters, 'filter')}`}>
      <ul className="mb-3 flex flex-wrap justify-center gap-2" aria-label="Filters">
        {conditions.map((condition, index) => (
          <Chip
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition may stand twice, and they never move
            key={`${index} ${condition}`}
            project={project}
            text={condition}
            parameters={asking(rest(index), time)}
            onDrop={() => onAsk(rest(index), range)}
          />
        ))}
        {range === '' ? null : (
          <Chip
            project={project}
            text={rangeLabel(range)}
            parameters={asking(question, {})}
            onDrop={() => onAsk(question, '')}
          />
        )}
      </ul>
      <button type="button" className="control" onClick={() => onAsk('', '')}>
        Clear all
      </button>
    </Empty>
  );
}

interface ChipProps {
  project: string;
  text: string;
  parameters: TraceParameters;
  onDrop: () => void;
}

function Chip({ project, text, parameters, onDrop }: ChipProps) {
  const { data } = useQuery(histogramQuery(project, parameters, 1));
  return (
    <li>
      <button type="button" className="control" onClick={onDrop}>
        <span className="sr-only">Drop </span>
        <span className="figure text-code">{text}</span>
        <X size={12} aria-hidden="true" />
        {data === undefined ? null : (
          <span className="text-meta text-muted">without it {count(totalOf(data))}</span>
        )}
      </button>
    </li>
  );
}
