/** A value of any shape: text as text, a cut text with its way to the whole, the rest as JSON. */
import { useMemo } from 'react';
import { JsonView } from '@/shared/json';
import { TextBlock } from '@/shared/ui/text-block';
import { CutBlock, cutsIn, isCut, LoadAll } from './cut-block';

export function Value({ value, label }: { value: unknown; label: string }) {
  if (value === null || value === undefined) return <p className="text-muted">none</p>;
  if (isCut(value)) return <CutBlock cut={value} />;
  if (typeof value === 'string') return <TextBlock text={value} label={label} />;
  if (typeof value !== 'object') return <p className="figure text-code">{String(value)}</p>;
  return <Structure value={value} label={label} />;
}

function Structure({ value, label }: { value: object; label: string }) {
  const cuts = useMemo(() => cutsIn(value), [value]);
  return (
    <>
      <JsonView value={value} label={label} />
      <LoadAll cuts={cuts} />
    </>
  );
}
