/** Kind, name and figures of the selected span, and its error before everything else. */
import type { SpanDetail } from '@/shared/api/types';
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { count, duration, money, offset } from '@/shared/format';
import { CopyButton } from '@/shared/ui/copy-button';
import { KindChip } from '@/shared/ui/kind';
import { microUsdToUsd, us } from '@/shared/units';
import { useView } from '../components/use-view';
import type { TraceView } from '../model/view';
import { CostLine } from './cost-line';
import { CountingLine } from './counting-line';
import { ErrorBlock } from './error-block';

interface Props {
  view: TraceView;
  seq: number;
  span: SpanDetail | undefined;
}

export function DetailHead({ view, seq, span }: Props) {
  const skeleton = useView(view, (each) => each.skeleton);
  const row = view.rowOfSeq(seq);
  if (skeleton === null || row === -1) return null;
  const failed = has(skeleton, row, Flag.error);
  const name = skeleton.names[at(skeleton.name, row)] ?? '';
  return (
    <div className="max-h-[55%] shrink-0 overflow-y-auto border-b border-line p-4">
      <div className="flex items-center gap-2 pr-7">
        <KindChip spanType={skeleton.kinds[at(skeleton.kind, row)] ?? ''} />
        <h2 className="truncate text-section font-semibold" title={name}>
          {name}
        </h2>
        {span === undefined ? null : <CopyButton text={span.span_id} label="Copy the span's id (y)" />}
      </div>
      <dl className="mt-2 grid grid-cols-4 gap-x-4 gap-y-2">
        {figuresOf(skeleton, row, span).map(([label, value, hint]) => (
          <div key={label} className="min-w-0">
            <dt className="text-caption text-muted">{label}</dt>
            <dd
              title={hint ?? value}
              className={`figure truncate text-code ${failed && label === 'Status' ? 'text-error-text' : ''}`}
            >
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {span?.cost && span.shadow_of === null ? <CostLine cost={span.cost} /> : null}
      {span === undefined ? null : <CountingLine span={span} />}
      {failed && span !== undefined ? <ErrorBlock span={span} /> : null}
    </div>
  );
}

type Figure = [label: string, value: string, hint?: string | undefined];

function figuresOf(skeleton: Skeleton, row: number, span: SpanDetail | undefined): Figure[] {
  const status = skeleton.statuses[at(skeleton.status, row)] ?? '';
  const [tin, tout] = [at(skeleton.tin, row), at(skeleton.tout, row)];
  const length = duration(us(at(skeleton.dur, row) * skeleton.unitUs));
  return [
    ['Duration', has(skeleton, row, Flag.running) ? `${length} so far` : length],
    ['Tokens in', tin > 0 ? count(tin) : '–', partText(span?.cache_read_tokens, 'read from the cache')],
    ['Tokens out', tout > 0 ? count(tout) : '–', partText(span?.reasoning_tokens, 'for reasoning')],
    ['Cost', costText(skeleton, row, span)],
    ['Agent', skeleton.agents[at(skeleton.agent, row)] || '–'],
    ['Model', skeleton.models[at(skeleton.model, row)] || '–'],
    ['Status', status],
    ['Offset', offset(us(at(skeleton.start, row) * skeleton.unitUs))],
  ];
}

/** The columns carry millionths; the detail, once it is here, is exact. */
function costText(skeleton: Skeleton, row: number, span: SpanDetail | undefined): string {
  if (has(skeleton, row, Flag.unknownCost)) return '?';
  if (has(skeleton, row, Flag.shadow)) return '–';
  const known = span?.cost?.total_usd ?? microUsdToUsd(at(skeleton.costMicro, row));
  return known === 0 && !span?.cost ? '–' : money(known);
}

function partText(tokens: number | null | undefined, what: string): string | undefined {
  return tokens ? `${count(tokens)} of them ${what}` : undefined;
}
