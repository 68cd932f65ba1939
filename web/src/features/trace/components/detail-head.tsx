/** Kind, name and the eight figures of the selected span. */
import type { SpanDetail } from '@/shared/api/types';
import { at, Flag, has } from '@/shared/columns';
import { count, duration, money, offset } from '@/shared/format';
import { kindOf } from '@/shared/kinds';
import { CopyButton } from '@/shared/ui/copy-button';
import { KindChip } from '@/shared/ui/kind';
import { microUsdToUsd, us } from '@/shared/units';
import type { TraceView } from '../model/view';

interface Props {
  view: TraceView;
  seq: number;
  span: SpanDetail | undefined;
}

export function DetailHead({ view, seq, span }: Props) {
  const { skeleton } = view;
  const row = view.rowOfSeq(seq);
  if (skeleton === null || row === -1) return null;
  const type = skeleton.kinds[at(skeleton.kind, row)] ?? '';
  const status = skeleton.statuses[at(skeleton.status, row)] ?? '';
  const isCall = kindOf(type) === 'llm' || at(skeleton.tin, row) + at(skeleton.tout, row) > 0;
  const failed = has(skeleton, row, Flag.error);
  const figures: [string, string, string?][] = [
    ['Duration', duration(us(at(skeleton.dur, row) * skeleton.unitUs))],
    ['Tokens in', isCall ? count(at(skeleton.tin, row)) : '–'],
    ['Tokens out', isCall ? count(at(skeleton.tout, row)) : '–'],
    ['Cost', costText(view, row, span, isCall)],
    ['Agent', skeleton.agents[at(skeleton.agent, row)] || '–'],
    ['Model', skeleton.models[at(skeleton.model, row)] || '–'],
    ['Status', status, failed ? 'text-error-text' : ''],
    ['Offset', offset(us(at(skeleton.start, row) * skeleton.unitUs))],
  ];
  return (
    <div className="shrink-0 border-b border-line p-4">
      <div className="flex items-center gap-2">
        <KindChip spanType={type} />
        <h2 className="truncate text-section font-semibold">{skeleton.names[at(skeleton.name, row)]}</h2>
        {span === undefined ? null : (
          <span className="ml-auto">
            <CopyButton text={span.span_id} label={`Copy the span's id ${span.span_id}`} />
          </span>
        )}
      </div>
      <dl className="mt-2 grid grid-cols-4 gap-x-4 gap-y-2">
        {figures.map(([name, value, className = '']) => (
          <div key={name} className="min-w-0">
            <dt className="text-caption text-muted">{name}</dt>
            <dd title={value} className={`figure truncate text-code ${className}`}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {failed && span?.status_message ? (
        <p className="mt-3 rounded-control bg-error-soft px-3 py-2 break-words text-error-text">
          {span.status_code ? <strong className="font-medium">{span.status_code}: </strong> : null}
          {span.status_message}
        </p>
      ) : null}
    </div>
  );
}

function costText(view: TraceView, row: number, span: SpanDetail | undefined, isCall: boolean): string {
  const { skeleton } = view;
  if (skeleton === null || !isCall) return '–';
  if (has(skeleton, row, Flag.unknownCost)) return '?';
  return money(span?.total_cost_usd ?? microUsdToUsd(at(skeleton.costMicro, row)));
}
