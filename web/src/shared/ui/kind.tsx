/** A span's kind as a glyph or as a chip with its word. */
import { GLYPHS, KIND_CHIP, KIND_TEXT, type Kind, kindOf, kindWord } from '../kinds';

export function KindGlyph({ kind, size = 14 }: { kind: Kind; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${KIND_TEXT[kind]}`}
    >
      <path d={GLYPHS[kind]} />
    </svg>
  );
}

export function KindChip({ spanType }: { spanType: string }) {
  return (
    <span className={`rounded-chip px-1.5 py-0.5 text-meta font-medium ${KIND_CHIP[kindOf(spanType)]}`}>
      {kindWord(spanType)}
    </span>
  );
}
