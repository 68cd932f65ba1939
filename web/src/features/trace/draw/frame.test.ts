import { beforeEach, describe, expect, test } from 'vitest';
import { Flag, type Skeleton } from '@/shared/columns';
import { windowOf } from '../model/time-window';
import { TraceView } from '../model/view';
import { NAMED_COLOURS, RecordingPen } from '../testing/recording-pen';
import { failedRun, type Node, skeletonOf } from '../testing/skeletons';
import { drawFrame } from './frame';
import { HEADER_HEIGHT, indentOf, momentAt, type Scene, visiblePart, xOf } from './scene';
import { forgetWidths } from './text';

const ROW_HEIGHT = new TraceView().rowHeight;
const BAR_TOP = HEADER_HEIGHT + 5;

function frameOf(
  skeleton: Skeleton,
  changes: Partial<Scene> = {},
  prepare: (view: TraceView) => void = () => undefined,
) {
  const view = new TraceView();
  view.load(skeleton);
  prepare(view);
  const scene: Scene = {
    view,
    palette: NAMED_COLOURS,
    width: 1000,
    height: 400,
    treeWidth: 400,
    scrollTop: 0,
    hovered: -1,
    drag: null,
    ...changes,
  };
  const pen = new RecordingPen();
  drawFrame(pen.pen, scene);
  return { pen, scene, view };
}

beforeEach(forgetWidths);

describe('a frame of the waterfall', () => {
  test('draws work solid at its place in time', () => {
    const { pen } = frameOf(
      skeletonOf([
        { kind: 'llm_call', start: 100, dur: 500 },
        { kind: 'task', dur: 1000 },
      ]),
    );
    const [bar] = pen.filled('llm');
    expect(bar?.args.slice(0, 4)).toEqual([460, BAR_TOP, 300, 14]);
    expect(bar?.alpha).toBe(1);
  });

  test('draws containers as a tint with a solid left edge', () => {
    const { pen } = frameOf(skeletonOf([{ kind: 'agent', dur: 1000 }]));
    const [tint, edge] = pen.filled('agent');
    expect(tint?.alpha).toBe(0.3);
    expect(edge).toMatchObject({ op: 'fillRect', alpha: 1 });
    expect(edge?.args.slice(0, 3)).toEqual([400, BAR_TOP, 2]);
  });

  test('is quiet about spans of no known type that have others below, loud about those that have not', () => {
    const { pen } = frameOf(
      skeletonOf([{ kind: 'custom', dur: 1000, children: [{ kind: 'custom', dur: 500 }] }]),
    );
    expect(pen.filled('other').map(({ alpha }) => alpha)).toEqual([0.3, 1, 1]);
  });

  test('draws a failure in red with lines over it and a cross in the tree', () => {
    const { pen } = frameOf(skeletonOf([{ kind: 'tool_execution', status: 'error', dur: 100 }]));
    expect(pen.filled('error')).not.toHaveLength(0);
    expect(pen.filled('tool')).toHaveLength(0);
    expect(pen.stroked('onError')).not.toHaveLength(0);
    expect(pen.stroked('errorText')).toHaveLength(2);
  });

  test('draws what still runs in accent stripes with an open right end', () => {
    const { pen } = frameOf(skeletonOf([{ status: 'running', dur: 100 }, { dur: 1000 }]));
    expect(pen.filled('accent')[0]).toMatchObject({ alpha: 0.3 });
    const outline = pen.drawn.filter(({ op, stroke }) => op === 'lineTo' && stroke === 'accent').slice(-3);
    expect(outline.every(({ args }) => (args[0] ?? 0) <= 460)).toBe(true);
    expect(pen.stroked('accent').length).toBeGreaterThan(0);
  });

  test('draws what was cancelled hollow', () => {
    const { pen } = frameOf(skeletonOf([{ kind: 'llm_call', status: 'cancelled', dur: 100 }]));
    expect(pen.filled('llm')).toHaveLength(0);
    expect(pen.drawn.filter(({ op }) => op === 'strokeRect')).toHaveLength(1);
  });

  test('underlines what the length of the trace hangs on', () => {
    const { pen } = frameOf(failedRun(), {}, (view) => view.showCriticalPath(true));
    const underlined = pen.filled('accent').filter(({ args }) => args[3] === 2);
    expect(underlined.map(({ args }) => (args[1] ?? 0) - HEADER_HEIGHT)).toContain(4 * 24 + 20);
  });

  test('draws a thin line behind the end of a parent that a child outlives', () => {
    const child: Node = { kind: 'llm_call', start: 0, dur: 1000, flags: Flag.outlivesParent };
    const { pen } = frameOf(skeletonOf([{ kind: 'agent', dur: 500, children: [child] }]));
    const line = pen.drawn.filter(({ op, stroke }) => op === 'moveTo' && stroke === 'muted');
    expect(line.some(({ args }) => args[0] === 700)).toBe(true);
  });

  test('keeps the shortest span two pixels wide', () => {
    const { pen } = frameOf(skeletonOf([{ kind: 'llm_call', dur: 1 }, { dur: 1_000_000 }]));
    expect(pen.filled('llm')[0]?.args[2]).toBe(2);
  });

  test('writes the length right of the bar, left of it, or inside on its own ground', () => {
    const right = frameOf(
      skeletonOf([
        { kind: 'llm_call', dur: 100 },
        { kind: 'task', dur: 1000 },
      ]),
    );
    const left = frameOf(skeletonOf([{ kind: 'llm_call', start: 900, dur: 100 }]));
    const inside = frameOf(skeletonOf([{ kind: 'llm_call', dur: 1000 }]));
    const label = ({ pen }: { pen: RecordingPen }) =>
      pen.drawn.find(({ op, fill }) => op === 'fillText' && fill !== 'text' && fill !== 'muted');
    const muted = ({ pen }: { pen: RecordingPen }, text: string) =>
      pen.drawn.find(
        (each) =>
          each.op === 'fillText' &&
          each.text === text &&
          each.fill === 'muted' &&
          (each.args[1] ?? 0) > HEADER_HEIGHT,
      );
    expect(muted(right, '100µs')?.args[0]).toBe(466);
    expect(muted(left, '100µs')?.args[0]).toBeLessThan(940);
    expect(label(inside)).toMatchObject({ text: '1.0ms', fill: 'on-llm' });
  });

  test('shows with a small arrow on which side a bar outside the range lies', () => {
    const { pen } = frameOf(skeletonOf([{ dur: 10 }, { start: 900, dur: 100 }]), {}, (view) =>
      view.show(windowOf(400, 600)),
    );
    const tips = pen.drawn
      .filter(({ op, stroke }) => op === 'moveTo' && stroke === 'faint')
      .map(({ args }) => args[0]);
    expect(tips).toEqual([406, 994]);
  });

  test('indents from the shallowest row in sight and names its ancestors above', () => {
    const skeleton = skeletonOf([
      { name: 'root', children: [{ name: 'agent', children: [{ name: 'a' }, { name: 'b' }] }] },
    ]);
    const { pen, scene } = frameOf(skeleton, { scrollTop: 2 * ROW_HEIGHT });
    expect(visiblePart(scene).baseDepth).toBe(2);
    expect(pen.texts()).toContain('root › agent');
    const name = pen.drawn.find(({ text }) => text === 'a');
    expect(name?.args[0]).toBe(indentOf(scene, 2, 2) + 35);
  });

  test('leaves out the middle of a long way up', () => {
    const deep = Array.from({ length: 20 }).reduceRight<Node>(
      (below) => ({ name: 'orchestrator', children: [below] }),
      { name: 'leaf' },
    );
    const { pen } = frameOf(skeletonOf([deep]), { scrollTop: 20 * ROW_HEIGHT });
    expect(pen.texts().some((text) => /^orchestrator › … \d+ › /.test(text))).toBe(true);
  });

  test('says how many spans lie below a row, at the right of the tree', () => {
    const { pen } = frameOf(failedRun());
    const count = pen.drawn.find(({ op, text }) => op === 'fillText' && text === '4');
    expect(count?.args[0]).toBe(400 - 7 - 8);
  });

  test('marks the selected row and the hits', () => {
    const { pen } = frameOf(failedRun(), {}, (view) => {
      view.select(1);
      view.find('ledger');
    });
    expect(pen.filled('selection')[0]?.args).toEqual([0, HEADER_HEIGHT + ROW_HEIGHT, 1000, ROW_HEIGHT]);
    expect(pen.filled('match')).toHaveLength(1);
  });

  test('draws only rows in sight, and none when a shorter list is scrolled too far', () => {
    const many = skeletonOf(Array.from({ length: 5000 }, (_, index) => ({ name: `span ${index}` })));
    const { pen } = frameOf(many, { scrollTop: 1000 * ROW_HEIGHT });
    expect(pen.texts()).toContain('span 1000');
    expect(pen.texts().length).toBeLessThan(60);
    const beyond = frameOf(failedRun(), { scrollTop: 99_999 });
    expect(beyond.pen.texts()).not.toContain('writer');
  });

  test('cuts names that do not fit', () => {
    const { pen } = frameOf(
      skeletonOf([{ name: 'a very long name of a span that nobody can read in full here at all' }]),
      {
        treeWidth: 200,
      },
    );
    expect(pen.texts().some((text) => text.startsWith('a very') && text.endsWith('…'))).toBe(true);
  });

  test('turns pixels into moments and back', () => {
    const { scene } = frameOf(failedRun());
    expect(momentAt(scene, xOf(scene, 2500))).toBeCloseTo(2500);
    expect(xOf(scene, 0)).toBe(400);
  });
});
