import { beforeEach, describe, expect, test } from 'vitest';
import { packLanes } from '../model/lanes';
import { TraceView } from '../model/view';
import { NAMED_COLOURS, RecordingPen } from '../testing/recording-pen';
import { failedRun, skeletonOf } from '../testing/skeletons';
import { drawFlame, type FlameScene, flameRowAt, LANE_HEIGHT } from './flame';
import { HEADER_HEIGHT } from './scene';
import { forgetWidths } from './text';

function flameOf(skeleton = failedRun(), changes: Partial<FlameScene> = {}) {
  const view = new TraceView();
  view.load(skeleton);
  const scene: FlameScene = {
    view,
    lanes: packLanes(skeleton, view.parents),
    palette: NAMED_COLOURS,
    width: 1000,
    height: 400,
    treeWidth: 0,
    scrollTop: 0,
    hovered: -1,
    drag: null,
    ...changes,
  };
  const pen = new RecordingPen();
  drawFlame(pen.pen, scene);
  return { pen, scene, view };
}

beforeEach(forgetWidths);

describe('the flame view', () => {
  test('puts children below their parents, each at its time', () => {
    const { pen } = flameOf();
    const [call] = pen.filled('llm');
    expect(call?.args).toEqual([10, HEADER_HEIGHT + 2 * LANE_HEIGHT, 199, 16]);
  });

  test('names what is wide enough, and failures with a cross', () => {
    const { pen } = flameOf();
    expect(pen.texts()).toContain('orchestrator');
    expect(pen.texts().some((text) => text.startsWith('✕ checkout'))).toBe(true);
  });

  test('draws 100,000 short spans as what a screen can show', () => {
    const crowd = skeletonOf(
      Array.from({ length: 100_000 }, (_, index) => ({ kind: 'llm_call', start: index, dur: 1 })),
    );
    const { pen } = flameOf(crowd);
    expect(pen.filled('llm').length).toBeLessThan(3000);
    expect(pen.filled('llm').length).toBeGreaterThan(500);
  });

  test('knows which span lies under the pointer', () => {
    const { scene, view } = flameOf();
    const row = flameRowAt(scene, 100, HEADER_HEIGHT + 2 * LANE_HEIGHT + 5);
    expect(view.skeleton?.names[view.skeleton.name[row] ?? 0]).toBe('gpt-5-mini');
    expect(flameRowAt(scene, 100, HEADER_HEIGHT + 9 * LANE_HEIGHT)).toBe(-1);
    expect(flameRowAt(scene, 100, 5)).toBe(-1);
  });
});
