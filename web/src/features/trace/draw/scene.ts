/** Everything that one frame of the waterfall depends on, and where things lie on it. */
import { type Microseconds, us } from '@/shared/units';
import type { TraceView } from '../model/view';
import type { Palette } from './palette';

export const HEADER_HEIGHT = 24;
/** A depth's share of indentation. */
export const INDENT = 12;
/** Left of the shallowest row: the error's X. */
export const GUTTER = 18;
/** From a row's indentation to its glyph and to its name. */
export const TO_GLYPH = 16;
export const TO_NAME = 35;

export const BODY_FONT = '13px "Geist", system-ui, sans-serif';
export const META_FONT = '12px "Geist", system-ui, sans-serif';
export const FIGURE_FONT = '11px "Geist Mono", ui-monospace, monospace';

export interface Scene {
  readonly view: TraceView;
  readonly palette: Palette;
  readonly width: number;
  readonly height: number;
  readonly treeWidth: number;
  readonly scrollTop: number;
  /** The row under the pointer, or -1. */
  readonly hovered: number;
  /** While a range is drawn on the ruler: its two ends in pixels. */
  readonly drag: { readonly from: number; readonly to: number } | null;
}

export interface Visible {
  /** The positions drawn: from first up to (not with) last. */
  readonly first: number;
  readonly last: number;
  /** The smallest depth among them: where indentation starts. */
  readonly baseDepth: number;
}

export function visiblePart(scene: Pick<Scene, 'view' | 'height' | 'scrollTop'>): Visible {
  const { view } = scene;
  const first = Math.max(0, Math.min(view.count, Math.floor(scene.scrollTop / view.rowHeight)));
  const shown = Math.ceil((scene.height - HEADER_HEIGHT) / view.rowHeight) + 1;
  const last = Math.max(first, Math.min(view.count, first + shown));
  let baseDepth = Number.POSITIVE_INFINITY;
  for (let position = first; position < last; position += 1) {
    baseDepth = Math.min(baseDepth, view.skeleton?.depth[view.rowAt(position)] ?? 0);
  }
  return { first, last, baseDepth: Number.isFinite(baseDepth) ? baseDepth : 0 };
}

export function yOf(scene: Pick<Scene, 'view' | 'scrollTop'>, position: number): number {
  return HEADER_HEIGHT + position * scene.view.rowHeight - scene.scrollTop;
}

/** Deep rows are not pushed out of the column: indentation takes at most half of it. */
export function indentOf(scene: Pick<Scene, 'treeWidth'>, depth: number, baseDepth: number): number {
  return GUTTER + Math.min((depth - baseDepth) * INDENT, Math.max(0, scene.treeWidth / 2 - GUTTER));
}

/** Left and width of the time pane. */
export function timePane(scene: Pick<Scene, 'width' | 'treeWidth'>): { left: number; width: number } {
  return { left: scene.treeWidth, width: Math.max(1, scene.width - scene.treeWidth) };
}

export function xOf(scene: Pick<Scene, 'view' | 'width' | 'treeWidth'>, moment: number): number {
  const { left, width } = timePane(scene);
  const { from, to } = scene.view.window;
  return left + ((moment - from) / (to - from)) * width;
}

export function momentAt(scene: Pick<Scene, 'view' | 'width' | 'treeWidth'>, x: number): Microseconds {
  const { left, width } = timePane(scene);
  const { from, to } = scene.view.window;
  return us(from + ((x - left) / width) * (to - from));
}
