import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRACE_KEYS } from '@/shared/keys/list';
import { anyTrees, failedRun, namesAt, skeletonOf } from '../testing/skeletons';
import { actionFor, boundKeys, type KeyActions } from './keys';
import { TraceView } from './view';

function keyboard(skeleton = failedRun()) {
  const view = new TraceView();
  view.load(skeleton);
  const done: string[] = [];
  const actions: KeyActions = {
    view,
    zoomer: {
      zoomBy: (factor) => done.push(factor < 1 ? 'in' : 'out'),
      panBy: (share) => done.push(share < 0 ? 'left' : 'right'),
      fitSpan: (row) => done.push(`fit ${row}`),
      fitAll: () => done.push('fit all'),
      back: () => done.push('back'),
    },
    pageSize: () => 2,
    copySpanId: () => done.push('copy'),
    toggleDetail: () => done.push('detail'),
    nextView: () => done.push('view'),
    showReplay: () => done.push('replay'),
  };
  const press = (...keys: string[]) => {
    for (const key of keys) actionFor(key)?.(actions);
  };
  const name = () => namesAt(skeleton, [view.selected])[0];
  return { view, press, name, done };
}

describe('the keys of the trace page', () => {
  test('are those of the list under ?', () => {
    const listed = TRACE_KEYS.rows.flatMap(({ keys }) => keys);
    expect(listed.filter((key) => actionFor(key) === undefined)).toEqual([]);
    expect(boundKeys().filter((key) => !listed.includes(key))).toEqual([]);
  });

  test('walk the visible rows and stop at the ends', () => {
    const { press, name } = keyboard();
    press('ArrowDown', 'ArrowDown', 'j');
    expect(name()).toBe('gpt-5-mini');
    press('k', 'ArrowUp', 'ArrowUp', 'ArrowUp');
    expect(name()).toBe('checkout-bot run');
    press('End');
    expect(name()).toBe('writer');
    press('PageUp');
    expect(name()).toBe('gpt-5-mini');
    press('PageDown', 'PageDown', 'Home');
    expect(name()).toBe('checkout-bot run');
  });

  test('left folds and then goes to the parent, right opens and then goes to the first child', () => {
    const { view, press, name } = keyboard();
    view.select(2);
    press('ArrowLeft');
    expect(name()).toBe('orchestrator');
    press('ArrowLeft');
    expect(view.count).toBe(3);
    press('ArrowRight', 'ArrowRight');
    expect(name()).toBe('gpt-5-mini');
    expect(view.count).toBe(5);
  });

  test('digits fold to a depth, brackets one level more or less', () => {
    const { view, press } = keyboard();
    press('1');
    expect(view.count).toBe(3);
    press('[');
    expect(view.count).toBe(1);
    press(']', ']');
    expect(view.count).toBe(5);
  });

  test('e goes to the next failure and round, E back', () => {
    const { press, name } = keyboard();
    press('e');
    expect(name()).toBe('checkout-bot run');
    press('e');
    expect(name()).toBe('ledger_query');
    press('e');
    expect(name()).toBe('checkout-bot run');
    press('E');
    expect(name()).toBe('ledger_query');
  });

  test('zoom, pan, fit, copy and the pane are asked of others', () => {
    const { view, press, done } = keyboard();
    view.select(1);
    press('w', 's', 'a', 'd', 'f', '0', 'y', 'r', '\\');
    expect(done).toEqual(['in', 'out', 'left', 'right', 'fit 1', 'fit all', 'copy', 'replay', 'detail']);
  });

  test('Escape first lists everything again, then goes back to the range before', () => {
    const { view, press, done } = keyboard();
    press('o');
    expect(view.onlyInWindow).toBe(true);
    press('Escape');
    expect(view.onlyInWindow).toBe(false);
    press('Escape');
    expect(done).toEqual(['back']);
  });

  test('other keys are not ours', () => {
    expect(actionFor('g')).toBeUndefined();
    expect(actionFor('Tab')).toBeUndefined();
  });

  test('no sequence of keys leaves the selection on a row that is not listed', () => {
    const keys = [
      'ArrowDown',
      'ArrowUp',
      'ArrowLeft',
      'ArrowRight',
      'Home',
      'End',
      '[',
      ']',
      '1',
      '2',
      '3',
      'e',
      'PageDown',
    ];
    fc.assert(
      fc.property(anyTrees, fc.array(fc.constantFrom(...keys), { maxLength: 40 }), (trees, pressed) => {
        const { view, press } = keyboard(skeletonOf(trees));
        view.select(0);
        for (const key of pressed) {
          press(key);
          expect(view.rowAt(view.positionOf(view.selected))).toBe(view.selected);
        }
      }),
    );
  });
});
