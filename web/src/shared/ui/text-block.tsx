/** A text of a model or a tool in its best form: JSON folded, markdown rendered, the rest as it is. */
import { lazy, Suspense, useState } from 'react';
import { bytes } from '../format';
import { JsonView, parseJsonText } from '../json';

const Markdown = lazy(() => import('./markdown'));

/** Markdown above this is rendered on request: it takes seconds. */
const LONGEST_MARKDOWN = 20_000;
const LONGEST_AT_ONCE = 100_000;

interface Props {
  text: string;
  label: string;
  markdown?: boolean;
}

export function TextBlock({ text, label, markdown = false }: Props) {
  const json = parseJsonText(text);
  const [raw, setRaw] = useState(false);
  const [asked, setAsked] = useState(false);
  if (json !== undefined && !raw) {
    return (
      <>
        <JsonView value={json} label={label} />
        <ModeButton onClick={() => setRaw(true)}>Show raw</ModeButton>
      </>
    );
  }
  const wantsMarkdown = markdown && !raw && looksLikeMarkdown(text);
  if (wantsMarkdown && (text.length <= LONGEST_MARKDOWN || asked)) {
    return (
      <Suspense fallback={<Plain text={text} />}>
        <Markdown text={text} />
      </Suspense>
    );
  }
  return (
    <>
      <Plain text={text} />
      {wantsMarkdown ? <ModeButton onClick={() => setAsked(true)}>Render markdown</ModeButton> : null}
      {json === undefined ? null : <ModeButton onClick={() => setRaw(false)}>Show as JSON</ModeButton>}
    </>
  );
}

function Plain({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const cut = text.length > LONGEST_AT_ONCE && !all;
  return (
    <>
      <p className="break-words whitespace-pre-wrap">{cut ? text.slice(0, LONGEST_AT_ONCE) : text}</p>
      {cut ? <ModeButton onClick={() => setAll(true)}>Show all {bytes(text.length)}</ModeButton> : null}
    </>
  );
}

function ModeButton({ onClick, children }: { onClick: () => void; children: React.ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="mt-1 text-meta text-accent hover:underline">
      {children}
    </button>
  );
}

function looksLikeMarkdown(text: string): boolean {
  return /(^|\n)(#{1,6} |[-*] |\d+\. |```|\|.+\|)|\*\*[^*]+\*\*|!?\[[^\]]*\]\([^)]+\)|`[^`]+`/.test(text);
}
