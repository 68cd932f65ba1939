/** A text that the server cut: its start, its size, and the way to the whole. */

import { apiUrl } from '@/shared/api/base';
import type { CutText } from '@/shared/api/types';
import { bytes } from '@/shared/format';

export function isCut(value: unknown): value is CutText {
  return typeof value === 'object' && value !== null && (value as Partial<CutText>).truncated === true;
}

export function CutBlock({ cut, label }: { cut: CutText; label: string }) {
  return (
    <div>
      <p className="break-words whitespace-pre-wrap">{cut.preview}…</p>
      <a
        href={apiUrl(cut.href)}
        target="_blank"
        rel="noreferrer"
        className="text-meta text-accent hover:underline"
      >
        {label}: the whole text, {bytes(cut.bytes)}
      </a>
    </div>
  );
}
