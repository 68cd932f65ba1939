/** A line between two panes that is dragged, or moved with the arrow keys. */
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef } from 'react';

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
  /** True when the pane whose width this is lies at the right. */
  isRight?: boolean;
  style?: CSSProperties;
  className?: string;
}

const STEP = 16;

export function Splitter({
  label,
  value,
  min,
  max,
  onChange,
  isRight = false,
  style,
  className = '',
}: Props) {
  const grabbed = useRef<{ x: number; value: number } | null>(null);
  const direction = isRight ? -1 : 1;
  const set = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))));
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    grabbed.current = { x: event.clientX, value };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (grabbed.current === null) return;
    set(grabbed.current.value + direction * (event.clientX - grabbed.current.x));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    set(value + direction * (event.key === 'ArrowRight' ? STEP : -STEP));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        grabbed.current = null;
      }}
      onKeyDown={onKeyDown}
      style={style}
      className={`z-10 w-1.5 shrink-0 cursor-col-resize touch-none hover:bg-accent/30 ${className}`}
    />
  );
}
