/** An attachment: what it is and how large. A picture that came along is shown on request; nothing is ever fetched. */
import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import type { MessagePart } from '@/shared/api/types';
import { bytes } from '@/shared/format';
import { CutBlock, isCut } from './cut-block';

const INLINE_PICTURE = /^data:image\/(png|jpeg|gif|webp);base64,/;

export function MediaPart({ part }: { part: MessagePart }) {
  const [isShown, setShown] = useState(false);
  if (isCut(part.text)) return <CutBlock cut={part.text} />;
  const text = part.text ?? '';
  const isPicture = INLINE_PICTURE.test(text);
  return (
    <div>
      <p className="inline-flex max-w-full items-center gap-2 rounded-chip bg-sunken px-2 py-1 text-meta">
        <Paperclip size={12} aria-hidden="true" className="shrink-0" />
        <span className="figure text-muted">{part.mime_type ?? 'attachment'}</span>
        {text.startsWith('data:') ? (
          <span className="figure text-muted">{bytes(text.length)}</span>
        ) : (
          <span className="figure truncate" title={text}>
            {text}
          </span>
        )}
        {isPicture ? (
          <button type="button" onClick={() => setShown(!isShown)} className="text-accent hover:underline">
            {isShown ? 'hide' : 'show image'}
          </button>
        ) : null}
      </p>
      {isShown && isPicture ? (
        <img src={text} alt="attached to the message" className="mt-2 max-w-full" />
      ) : null}
    </div>
  );
}
