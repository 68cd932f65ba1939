/** Copies what is shown: as a link, as a command, as Python. */
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { Menu } from '@/shared/ui/menu';
import { asCurl, asPython } from '../model/commands';
import type { TraceView } from '../model/view';
import { useView } from './use-view';

interface Props {
  project: string;
  traceId: string;
  view: TraceView;
}

export function CopyMenu({ project, traceId, view }: Props) {
  const span = useView(view, (each) => each.selectedSeq);
  const [copied, setCopied] = useState('');
  const shown = { project, traceId, span };
  const choices: readonly [name: string, text: () => string, hint: string][] = [
    ['Link to what is shown', () => window.location.href, 'Shift+C'],
    [span === null ? 'Trace as curl' : 'Span as curl', () => asCurl(shown), ''],
    [span === null ? 'Trace as Python' : 'Span as Python', () => asPython(shown), ''],
  ];
  return (
    <Menu
      label="Copy"
      face={
        <>
          <Link2 size={14} aria-hidden="true" />
          Copy
        </>
      }
    >
      <div className="flex w-64 flex-col p-2">
        {choices.map(([name, text, hint]) => (
          <button
            key={name}
            type="button"
            onClick={() => {
              void navigator.clipboard?.writeText(text()).then(() => setCopied(name));
            }}
            className="flex h-8 items-center justify-between rounded-control px-2 text-left hover:bg-hover"
          >
            {name}
            <span className="text-meta text-muted">{copied === name ? 'copied' : hint}</span>
          </button>
        ))}
      </div>
    </Menu>
  );
}
