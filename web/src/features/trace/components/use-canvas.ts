/** A canvas that is as sharp as the screen and as large as its box, drawn at most once a frame. */
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { onThemeChange } from '@/shared/theme/theme';
import { type Palette, readPalette } from '../draw/palette';
import type { Pen } from '../draw/pen';
import { forgetWidths } from '../draw/text';

export interface Sheet {
  readonly pen: Pen;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

/** Returns a function that asks for a new frame. `draw` must read what it draws when it is called. */
export function useCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  box: RefObject<HTMLElement | null>,
  draw: (sheet: Sheet) => void,
): () => void {
  const latest = useRef(draw);
  latest.current = draw;
  const palette = useRef<Palette | null>(null);
  const frame = useRef(0);

  const paint = useCallback(() => {
    frame.current = 0;
    if (canvas.current === null || box.current === null) return;
    const { clientWidth: width, clientHeight: height } = box.current;
    const pen = canvas.current.getContext('2d', { alpha: false });
    if (pen === null || width === 0 || height === 0) return;
    fitTo(canvas.current, width, height);
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    palette.current ??= readPalette(canvas.current);
    latest.current({ pen, width, height, palette: palette.current });
  }, [canvas, box]);

  const request = useCallback(() => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  }, [paint]);

  useEffect(() => {
    const afresh = () => {
      palette.current = null;
      forgetWidths();
      request();
    };
    const sizes = new ResizeObserver(request);
    if (box.current !== null) sizes.observe(box.current);
    const stopTheme = onThemeChange(afresh);
    const forced = window.matchMedia('(forced-colors: active)');
    forced.addEventListener('change', afresh);
    void document.fonts?.ready.then(afresh);
    request();
    return () => {
      sizes.disconnect();
      stopTheme();
      forced.removeEventListener('change', afresh);
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [box, request]);

  return request;
}

function fitTo(canvas: HTMLCanvasElement, width: number, height: number): void {
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (canvas.width === wide && canvas.height === high) return;
  canvas.width = wide;
  canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
