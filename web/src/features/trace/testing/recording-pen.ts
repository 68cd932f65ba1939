/** A canvas context that writes down what is drawn, so that tests speak of rectangles and texts, not of pixels. */

import { KINDS } from '@/shared/kinds';
import type { Palette } from '../draw/palette';
import type { Pen } from '../draw/pen';

export interface Drawn {
  op: string;
  args: number[];
  text: string;
  fill: string;
  stroke: string;
  alpha: number;
}

const LETTER = 7;

export class RecordingPen {
  readonly drawn: Drawn[] = [];
  fillStyle = '';
  strokeStyle = '';
  globalAlpha = 1;
  font = '';
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
  textAlign = 'left';
  textBaseline = 'middle';

  private note(op: string, args: number[] = [], text = ''): void {
    const { fillStyle: fill, strokeStyle: stroke, globalAlpha: alpha } = this;
    this.drawn.push({ op, args, text, fill, stroke, alpha });
  }

  private readonly saved: [string, string, number][] = [];
  save(): void {
    this.saved.push([this.fillStyle, this.strokeStyle, this.globalAlpha]);
  }
  restore(): void {
    [this.fillStyle, this.strokeStyle, this.globalAlpha] = this.saved.pop() ?? ['', '', 1];
  }
  fillRect(...args: number[]): void {
    this.note('fillRect', args);
  }
  strokeRect(...args: number[]): void {
    this.note('strokeRect', args);
  }
  roundRect(...args: number[]): void {
    this.note('roundRect', args);
  }
  rect(...args: number[]): void {
    this.note('rect', args);
  }
  moveTo(...args: number[]): void {
    this.note('moveTo', args);
  }
  lineTo(...args: number[]): void {
    this.note('lineTo', args);
  }
  stroke(): void {
    this.note('stroke');
  }
  fill(): void {
    this.note('fill');
  }
  fillText(text: string, ...args: number[]): void {
    this.note('fillText', args, text);
  }
  measureText(text: string): { width: number } {
    return { width: text.length * LETTER };
  }
  beginPath(): void {}
  clip(): void {}
  clearRect(): void {}
  drawImage(): void {}
  translate(): void {}
  scale(): void {}
  setTransform(): void {}
  setLineDash(): void {}

  get pen(): Pen {
    return this as unknown as Pen;
  }

  texts(): string[] {
    return this.drawn.filter(({ op }) => op === 'fillText').map(({ text }) => text);
  }

  /** Filled rectangles of a colour, rounded or not. */
  filled(colour: string): Drawn[] {
    return this.drawn.filter(({ op, fill }) => (op === 'fillRect' || op === 'roundRect') && fill === colour);
  }

  /** Strokes of a colour. */
  stroked(colour: string): Drawn[] {
    return this.drawn.filter(
      ({ op, stroke }) => (op === 'stroke' || op === 'strokeRect') && stroke === colour,
    );
  }
}

const NO_GLYPH = { picture: () => null };

/** Colours are their own names. */
export const NAMED_COLOURS: Palette = {
  surface: 'surface',
  sunken: 'sunken',
  border: 'border',
  text: 'text',
  selectedText: 'text',
  muted: 'muted',
  faint: 'faint',
  accent: 'accent',
  selection: 'selection',
  hover: 'hover',
  match: 'match',
  error: 'error',
  errorText: 'errorText',
  onError: 'onError',
  kind: Object.fromEntries(KINDS.map((kind) => [kind, kind])) as Palette['kind'],
  onKind: Object.fromEntries(KINDS.map((kind) => [kind, `on-${kind}`])) as Palette['onKind'],
  glyph: Object.fromEntries(KINDS.map((kind) => [kind, NO_GLYPH])) as unknown as Palette['glyph'],
  tint: 0.3,
};
