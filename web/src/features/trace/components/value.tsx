/** A value of any shape: text as text, a cut text with its way to the whole, the rest as JSON. */
import { JsonView } from '@/shared/json/json-view';
import type { Json } from '@/shared/json/rows';
import { TextBlock } from '@/shared/ui/text-block';
import { CutBlock, isCut } from './cut-block';

export function Value({ value, label }: { value: unknown; label: string }) {
  if (value === null || value === undefined) return <p className="text-muted">none</p>;
  if (isCut(value)) return <CutBlock cut={value} label={label} />;
  if (typeof value === 'string') return <TextBlock text={value} label={label} />;
  if (typeof value !== 'object') return <p className="figure text-code">{String(value)}</p>;
  return <JsonView value={value as Json} label={label} />;
}
