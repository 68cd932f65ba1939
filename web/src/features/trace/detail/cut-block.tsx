/** A text that the server cut: its start, its size, and the way to the whole. */
import type { CutText } from '@/shared/api/types';
import { bytes } from '@/shared/format';
import { useLoadWhole } from './load-whole';

export function isCut(value: unknown): value is CutText {
  return typeof value === 'object' && value !== null && (value as Partial<CutText>).truncated === true;
}

/** The cut texts anywhere inside a value. */
export function cutsIn(value: unknown): CutText[] {
  if (isCut(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(cutsIn);
}

export function CutBlock({ cut }: { cut: CutText }) {
  return (
    <div>
      <p className="break-words whitespace-pre-wrap">{cut.preview}…</p>
      <LoadAll cuts={[cut]} />
    </div>
  );
}

/** "load all (540 KB)" for the texts that are cut; nothing when none is. */
export function LoadAll({ cuts }: { cuts: readonly CutText[] }) {
  const load = useLoadWhole();
  const [first] = cuts;
  if (first === undefined) return null;
  const size = cuts.reduce((sum, cut) => sum + cut.bytes, 0);
  return (
    <button
      type="button"
      onClick={() => load(first.href)}
      className="mt-1 text-meta text-accent hover:underline"
    >
      {cuts.length > 1 ? `${cuts.length} texts are cut: ` : ''}load all ({bytes(size)})
    </button>
  );
}
