/** The part of a canvas context that we draw with: small enough for tests to record. */

export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'beginPath'
  | 'rect'
  | 'roundRect'
  | 'clip'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fill'
  | 'fillRect'
  | 'strokeRect'
  | 'clearRect'
  | 'drawImage'
  | 'fillText'
  | 'measureText'
  | 'translate'
  | 'scale'
  | 'setTransform'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
>;

/** Crisp one-pixel lines lie between pixels. */
export function crisp(value: number): number {
  return Math.round(value) + 0.5;
}

export function line(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}
