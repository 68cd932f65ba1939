/** A box over the page that takes the focus and gives it back: the browser's own dialog, which needs no injected style. */
import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';

interface Props {
  title: string;
  /** Shown as the head of the box; without it the title is for screen readers only. */
  hasHead?: boolean;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

export function Overlay({ title, hasHead = true, onClose, className = '', children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = box.current;
    if (dialog === null || dialog.open) return;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const onClick = (event: MouseEvent<HTMLDialogElement>) => {
    // only what lies around the box is the dialog itself: its content fills the box
    if (event.target === event.currentTarget) onClose();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, as every dialog
    <dialog
      ref={box}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={onClick}
      className={`mx-auto mt-[12vh] mb-auto max-h-[76vh] max-w-[calc(100vw-16px)] overflow-hidden rounded-card border border-line bg-surface p-0 text-text shadow-overlay outline-none backdrop:bg-[#0008] ${className}`}
    >
      <div className="flex max-h-[76vh] flex-col">
        <h2 id={titleId} className={hasHead ? 'px-4 pt-3 pb-2 text-section font-semibold' : 'sr-only'}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
