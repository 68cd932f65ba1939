/** A button with a small panel below it, which closes on Escape and when somebody goes elsewhere. */
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

interface Props {
  label: string;
  face: ReactNode;
  children: ReactNode;
}

export function Menu({ label, face, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', onPointerDown);
    return () => window.removeEventListener('pointerdown', onPointerDown);
  }, [isOpen]);
  const onBlur = (event: FocusEvent) => {
    // a button that is disabled while it has the focus loses it to nobody: nobody left the panel
    if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what its button and panel hear
    <div ref={box} className="relative" onBlur={onBlur} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="control aria-expanded:bg-selection"
      >
        {face}
      </button>
      {isOpen ? (
        <section
          aria-label={label}
          tabIndex={-1}
          className="absolute top-full right-0 z-30 mt-1 rounded-card border border-line bg-surface shadow-overlay outline-none"
        >
          {children}
        </section>
      ) : null}
    </div>
  );
}
