/** Moves the time window: at once while dragging or turning the wheel, in 200 ms when it jumps to a span. */
import { at } from '@/shared/columns';
import type { Zooming } from '../model/keys';
import { between, clamp, fitting, pan, type TimeWindow, whole, zoom } from '../model/time-window';
import type { TraceView } from '../model/view';

const JUMP_MS = 200;

export class Zoomer implements Zooming {
  private frame = 0;
  private readonly view: TraceView;

  constructor(view: TraceView) {
    this.view = view;
  }

  zoomBy(factor: number, centre?: number): void {
    this.stop();
    const { window, total } = this.view;
    this.view.show(zoom(window, factor, centre ?? (window.from + window.to) / 2, total));
  }

  panBy(share: number): void {
    this.stop();
    this.view.show(pan(this.view.window, share, this.view.total));
  }

  show(window: TimeWindow): void {
    this.stop();
    this.view.show(window);
  }

  fitAll(): void {
    this.jump(whole(this.view.total));
  }

  /** Goes to a range so that there is a way back. */
  enter(window: TimeWindow): void {
    this.view.remember(this.view.window);
    this.jump(clamp(window, this.view.total));
  }

  /** To the range before this one, at last to the whole trace. */
  back(): void {
    this.jump(this.view.trail.at(-1) ?? whole(this.view.total));
  }

  fitSpan(row: number): void {
    const { skeleton, total } = this.view;
    if (skeleton === null || row < 0) return;
    this.enter(
      fitting(at(skeleton.start, row) * skeleton.unitUs, at(skeleton.dur, row) * skeleton.unitUs, total),
    );
  }

  jump(target: TimeWindow): void {
    this.stop();
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.view.show(target);
      return;
    }
    const from = this.view.window;
    const started = performance.now();
    const step = (now: number) => {
      const progress = Math.min(1, Math.max(0, (now - started) / JUMP_MS));
      this.view.show(between(from, target, progress));
      this.frame = progress < 1 ? requestAnimationFrame(step) : 0;
    };
    this.frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}
