import { describe, expect, test } from 'vitest';
import { failedRun, namesAt, skeletonOf } from '../testing/skeletons';
import { windowOf } from './time-window';
import { TraceView } from './view';

function opened(skeleton = failedRun()): TraceView {
  const view = new TraceView();
  view.load(skeleton);
  return view;
}

const listed = (view: TraceView) =>
  view.skeleton === null ? [] : namesAt(view.skeleton, view.rows.subarray(0, view.count));

describe('the state of an open trace', () => {
  test('keeps selection and folds by the span when newer columns come', () => {
    const view = opened(
      skeletonOf([{ name: 'root', seq: 0, children: [{ name: 'b', seq: 1, children: [{ seq: 2 }] }] }]),
    );
    view.select(1);
    view.toggle(1);
    view.load(
      skeletonOf([
        {
          name: 'root',
          seq: 0,
          children: [
            { name: 'a', seq: 3 },
            { name: 'b', seq: 1, children: [{ seq: 2 }] },
          ],
        },
      ]),
    );
    expect(view.selectedSeq).toBe(1);
    expect(view.selected).toBe(2);
    expect(listed(view)).toEqual(['root', 'a', 'b']);
  });

  test('goes on showing everything when it did, and the same range when it did not', () => {
    const view = opened(skeletonOf([{ dur: 100 }]));
    view.load(skeletonOf([{ dur: 200 }]));
    expect(view.window.to).toBe(200);
    view.show(windowOf(20, 60));
    view.load(skeletonOf([{ dur: 400 }]));
    expect(view.window).toEqual(windowOf(20, 60));
  });

  test('moves a selection that folding hides to the folded ancestor', () => {
    const view = opened();
    view.select(3);
    view.toggle(1);
    expect(namesAt(failedRun(), [view.selected])).toEqual(['orchestrator']);
  });

  test('opens what hides a span that is selected from elsewhere', () => {
    const view = opened();
    view.foldToDepth(0);
    expect(listed(view)).toEqual(['checkout-bot run']);
    view.select(3);
    expect(listed(view)).toContain('ledger_query');
  });

  test('lists only spans in the range, and keeps a selection outside of it', () => {
    const view = opened();
    view.select(2);
    view.show(windowOf(9200, 9800));
    view.showOnlyInWindow(true);
    expect(listed(view)).toEqual(['checkout-bot run', 'writer']);
    expect(view.selected).toBe(2);
    view.select(3);
    expect(view.onlyInWindow).toBe(false);
  });

  test('remembers the ranges on the way, and forgets those that were left', () => {
    const view = opened();
    view.remember(view.window);
    view.show(windowOf(1000, 5000));
    expect(view.trail).toEqual([]);
    view.remember(view.window);
    view.show(windowOf(2000, 3000));
    expect(view.trail).toEqual([windowOf(1000, 5000)]);
    view.show(windowOf(6000, 7000));
    expect(view.trail).toEqual([]);
  });

  test('adds hits in texts to hits in names, unless the words have changed since', () => {
    const view = opened();
    view.find('ledger');
    view.addTextMatches('ledger', [0]);
    expect([...view.matches]).toEqual([0, 3]);
    view.addTextMatches('old words', [2]);
    expect([...view.matches]).toEqual([0, 3]);
    view.find('writer');
    expect([...view.matches]).toEqual([4]);
  });

  test('tells listeners of every change and nobody after they left', () => {
    const view = opened();
    let told = 0;
    const stop = view.subscribe(() => {
      told += 1;
    });
    view.select(1);
    stop();
    view.select(2);
    expect(told).toBe(1);
  });
});
