import { expect, test } from 'vitest';
import { packLanes } from '../model/lanes';
import { windowOf } from '../model/time-window';
import { parentsOf } from '../model/tree';
import { NAMED_COLOURS, RecordingPen } from '../testing/recording-pen';
import { failedRun, skeletonOf } from '../testing/skeletons';
import { drawStrip, drawWindow, MINIMAP_HEIGHT, type Strip } from './minimap';

function stripOf(skeleton = failedRun(), total = 10_000): Strip {
  return {
    skeleton,
    lanes: packLanes(skeleton, parentsOf(skeleton)),
    total,
    width: 1000,
    palette: NAMED_COLOURS,
  };
}

test('failures are ticks on the floor, and paint nothing else red', () => {
  const pen = new RecordingPen();
  drawStrip(pen.pen, stripOf());
  const ticks = pen.filled('error');
  expect(ticks.length).toBe(2);
  expect(ticks.every(({ args }) => (args[1] ?? 0) >= MINIMAP_HEIGHT - 6)).toBe(true);
});

test('containers are quiet, work is loud', () => {
  const pen = new RecordingPen();
  drawStrip(pen.pen, stripOf());
  expect(pen.filled('agent').every(({ alpha }) => alpha === 0.3)).toBe(true);
  expect(pen.filled('llm')[0]).toMatchObject({
    alpha: 1,
    args: [10, expect.any(Number), 200, expect.any(Number)],
  });
});

test('spans that add no pixel are left out', () => {
  const pen = new RecordingPen();
  const crowd = Array.from({ length: 10_000 }, (_, index) => ({ kind: 'llm_call', start: index, dur: 1 }));
  drawStrip(pen.pen, stripOf(skeletonOf(crowd)));
  expect(pen.filled('llm').length).toBeLessThanOrEqual(2100);
  expect(pen.filled('llm').length).toBeGreaterThan(500);
});

test('what lies outside the window is dimmed', () => {
  const pen = new RecordingPen();
  drawWindow(pen.pen, windowOf(2500, 5000), stripOf());
  const [before, after] = pen.filled('sunken');
  expect([before?.args[0], before?.args[2]]).toEqual([0, 250]);
  expect([after?.args[0], after?.args[2]]).toEqual([500, 500]);
});
