/** The colours and glyphs that the canvas draws with, read from the page's tokens. */
import { GLYPHS, KINDS, type Kind } from '@/shared/kinds';

export interface Palette {
  readonly surface: string;
  readonly sunken: string;
  readonly border: string;
  readonly text: string;
  /** Text on the selection. */
  readonly selectedText: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly selection: string;
  readonly hover: string;
  readonly match: string;
  readonly error: string;
  readonly errorText: string;
  readonly onError: string;
  readonly kind: Readonly<Record<Kind, string>>;
  readonly onKind: Readonly<Record<Kind, string>>;
  readonly glyph: Readonly<Record<Kind, Glyph>>;
  /** A container's bar lets this much of its colour through. */
  readonly tint: number;
}

export function readPalette(element: Element): Palette {
  if (window.matchMedia('(forced-colors: active)').matches) return SYSTEM;
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: token('surface'),
    sunken: token('sunken'),
    border: token('border'),
    text: token('text'),
    selectedText: token('text'),
    muted: token('muted'),
    faint: token('faint'),
    accent: token('accent'),
    selection: token('selection'),
    hover: token('hover'),
    match: token('warn-soft'),
    error: token('error'),
    errorText: token('error-text'),
    onError: token('on-error'),
    kind: byKind((kind) => token(`kind-${kind}`)),
    onKind: byKind((kind) => token(`on-${kind}`)),
    glyph: glyphs(),
    tint: 0.3,
  };
}

/** With forced colours only the system's own are right; kinds then differ by glyph and word. */
const SYSTEM: Palette = {
  surface: 'Canvas',
  sunken: 'Canvas',
  border: 'GrayText',
  text: 'CanvasText',
  selectedText: 'HighlightText',
  muted: 'CanvasText',
  faint: 'CanvasText',
  accent: 'LinkText',
  selection: 'Highlight',
  hover: 'Canvas',
  match: 'Mark',
  error: 'LinkText',
  errorText: 'LinkText',
  onError: 'Canvas',
  kind: byKind(() => 'CanvasText'),
  onKind: byKind(() => 'Canvas'),
  glyph: glyphs(),
  tint: 0.3,
};

function byKind<Value>(value: (kind: Kind) => Value): Record<Kind, Value> {
  return Object.fromEntries(KINDS.map((kind) => [kind, value(kind)])) as Record<Kind, Value>;
}

/** On the screen, in pixels of the page. */
export const GLYPH_SIZE = 14;
/** The grid that the paths are drawn on. */
const GRID = 24;

export interface Glyph {
  /** The glyph in a colour, made once a colour and sharpness; null where nothing can be drawn. */
  readonly picture: (colour: string) => CanvasImageSource | null;
}

function glyphs(): Record<Kind, Glyph> {
  return byKind((kind) => {
    const made = new Map<string, HTMLCanvasElement | null>();
    const picture = (colour: string) => {
      const key = `${colour} ${devicePixelRatio}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const fresh = pictureOf(GLYPHS[kind], colour);
      made.set(key, fresh);
      return fresh;
    };
    return { picture };
  });
}

function pictureOf(path: string, colour: string): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(GLYPH_SIZE * devicePixelRatio);
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.scale(canvas.width / GRID, canvas.height / GRID);
  pen.lineWidth = 2;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = colour;
  pen.stroke(new Path2D(path));
  return canvas;
}
