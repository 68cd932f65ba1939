/** An attachment: what it is and how large. A picture that came along is shown on request; addresses are never fetched. */
import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import type { MessagePart } from '@/shared/api/types';
import { bytes } from '@/shared/format';
import { CutBlock, isCut } from './cut-block';

const INLINE_PICTURE = /^data:image\/(png|jpeg|gif|webp);base64,/;
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

export function MediaPart({ part }: { part: MessagePart }) {
  const [isShown, setShown] = useState(false);
  if (isCut(part.text)) return <CutBlock cut={part.text} />;
  const picture = pictureOf(part);
  return (
    <div>
      <p className="inline-flex max-w-full items-center gap-2 rounded-chip bg-sunken px-2 py-1 text-meta">
        <Paperclip size={12} aria-hidden="true" className="shrink-0" />
        <span className="figure text-muted">{part.mime_type ?? 'attachment'}</span>
        {part.name === null ? null : <span className="truncate">{part.name}</span>}
        <Where part={part} />
        {picture === null ? null : (
          <button type="button" onClick={() => setShown(!isShown)} className="text-accent hover:underline">
            {isShown ? 'hide' : 'show image'}
          </button>
        )}
      </p>
      {isShown && picture !== null ? (
        <img src={picture} alt="attached to the message" className="mt-2 max-w-full" />
      ) : null}
    </div>
  );
}

function Where({ part }: { part: MessagePart }) {
  if (part.attachment !== null) {
    return (
      <>
        <span className="figure text-muted">{bytes(part.attachment.size_bytes)}</span>
        <a href={part.attachment.href} download className="text-accent hover:underline">
          download
        </a>
      </>
    );
  }
  const text = typeof part.text === 'string' ? part.text : '';
  if (text.startsWith('data:')) return <span className="figure text-muted">{bytes(text.length)}</span>;
  return (
    <span className="figure truncate" title={text}>
      {text}
    </span>
  );
}

/** Where a browser finds the picture among our own answers, or null where there is none to show. */
function pictureOf(part: MessagePart): string | null {
  if (part.attachment !== null) {
    return PICTURE.test(part.attachment.media_type ?? '') ? part.attachment.href : null;
  }
  return typeof part.text === 'string' && INLINE_PICTURE.test(part.text) ? part.text : null;
}
