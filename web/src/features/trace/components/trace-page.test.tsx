import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TranscriptEntry } from '@/shared/api/types';
import { Flag } from '@/shared/columns';
import { aTrace } from '@/shared/testing/samples';
import { aSpan } from '../testing/details';
import { type Answers, openTrace, serve } from '../testing/open-trace';
import { failedRun, skeletonOf } from '../testing/skeletons';

const TRACE = 'a'.repeat(32);
let server: ReturnType<typeof serve> | null = null;
const sizes: Record<string, PropertyDescriptor | undefined> = {};

beforeAll(() => {
  for (const [name, value] of [
    ['clientWidth', 1200],
    ['clientHeight', 600],
  ] as const) {
    sizes[name] = Object.getOwnPropertyDescriptor(HTMLElement.prototype, name);
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
});
afterAll(() => {
  for (const [name, before] of Object.entries(sizes)) {
    if (before === undefined) Reflect.deleteProperty(HTMLElement.prototype, name);
    else Object.defineProperty(HTMLElement.prototype, name, before);
  }
});
afterEach(() => server?.restore());

function open(answers: Partial<Answers> = {}, search = '') {
  server = serve({ skeleton: failedRun(), ...answers });
  return { ...openTrace(search), server };
}

const rows = () => screen.findAllByRole('treeitem');
const chosen = async () =>
  (await rows()).find((row) => row.getAttribute('aria-selected') === 'true')?.textContent;

describe('the trace page', () => {
  test('answers first: the verdict names the first failing span, which is selected', async () => {
    open({
      span: (seq) => (seq === '3' ? { status: 'error', status_message: 'payments answered 503' } : {}),
    });
    const verdict = await screen.findByRole('region', { name: 'Verdict' });
    await waitFor(() => expect(verdict.textContent).toContain('ledger_query failed: payments answered 503'));
    expect(await chosen()).toBe('ledger_query, tool, error, 400µs');
    await userEvent.click(within(verdict).getByRole('button', { name: 'Show' }));
    const error = await screen.findByRole('region', { name: 'Error' });
    expect(error.textContent).toBe('payments answered 503');
  });

  test('says in its head what the run is and what it took', async () => {
    open({ trace: { total_cost_usd: 0.84, unknown_cost_calls: 2 } });
    await rows();
    const head = screen.getByRole('banner');
    for (const text of ['312 spans', '48.2k tokens', '$0.84 + ?', '4m 12s']) {
      expect(within(head).getByText(text)).toBeDefined();
    }
  });

  test('is a tree for those who do not see it: levels, places, folds', async () => {
    open();
    const [root, agent, call] = await rows();
    expect(root?.getAttribute('aria-level')).toBe('1');
    expect(root?.getAttribute('aria-expanded')).toBe('true');
    expect([agent?.getAttribute('aria-posinset'), agent?.getAttribute('aria-setsize')]).toEqual(['1', '2']);
    expect(call?.hasAttribute('aria-expanded')).toBe(false);
    const tree = screen.getByRole('tree', { name: 'Spans' });
    await waitFor(() => expect(tree.getAttribute('aria-activedescendant')).toBe('span-3'));
  });

  test('is walked by keys, and the URL follows', async () => {
    const { search } = open({}, '?span=0');
    await rows();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await waitFor(async () => expect(await chosen()).toContain('gpt-5-mini'));
    await waitFor(() => expect(search()).toBe('?span=2'));
    await userEvent.keyboard('1');
    await waitFor(async () => expect(await rows()).toHaveLength(3));
    await waitFor(() => expect(search()).toContain('depth=1'));
  });

  test('folds machinery away, says so, and lists it when asked; the link keeps it', async () => {
    const internal = { flags: Flag.internal };
    const skeleton = skeletonOf([
      { name: 'team', children: [{ name: 'publish', ...internal, children: [{ name: 'writer' }] }] },
    ]);
    const { search } = open({ skeleton, trace: { total_spans: 3 } }, '?span=0');
    expect((await rows()).map((row) => row.getAttribute('aria-level'))).toEqual(['1', '2']);
    expect(screen.getByText('3 spans, 1 internal hidden')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Internal spans (1)', pressed: false }));
    await waitFor(async () => expect(await rows()).toHaveLength(3));
    await waitFor(() => expect(search()).toBe('?span=0&internal=1'));
    expect(screen.getByText('3 spans')).toBeDefined();
    await userEvent.keyboard('i');
    await waitFor(async () => expect(await rows()).toHaveLength(2));
    await waitFor(() => expect(search()).toBe('?span=0'));
  });

  test('a link to a span of the machinery lists it', async () => {
    const internal = { flags: Flag.internal };
    const skeleton = skeletonOf([{ name: 'team', children: [{ name: 'publish', ...internal }] }]);
    const { search } = open({ skeleton }, '?span=1');
    await waitFor(async () => expect(await chosen()).toContain('publish'));
    await waitFor(() => expect(search()).toContain('internal=1'));
  });

  test('finds words in names at once and in texts when the server has looked', async () => {
    open({ found: [0, 2] });
    await rows();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Find in trace' }), 'writer');
    await waitFor(() => expect(screen.getByText(/^3 hits$|^\d+ \/ 3 hits$/)).toBeDefined());
  });

  test('opens a link that names a span by its id', async () => {
    open({ span: (name) => (name === '00f067aa0ba902b7' ? { seq: 4 } : {}) }, '?span=00f067aa0ba902b7');
    await waitFor(async () => expect(await chosen()).toContain('writer'));
  });

  test('shows the range of the link, and a way back to the whole', async () => {
    open({}, '?t=2000-4000&span=2');
    await rows();
    const ranges = screen.getByRole('navigation', { name: 'Ranges' });
    await waitFor(() => expect(ranges.textContent).toBe('All 10ms+2.0ms, 2.0ms'));
    await userEvent.click(within(ranges).getByRole('button', { name: 'All 10ms' }));
    await waitFor(() => expect(ranges.textContent).toBe('All 10ms'));
  });

  test('says what is not whole', async () => {
    open({ skeleton: skeletonOf([{}, { flags: Flag.orphan }], { dropped: 1204 }), trace: { status: 'ok' } });
    const notes = await screen.findByRole('region', { name: 'Notes' });
    expect(notes.textContent).toBe('1,204 spans dropped by limit · parent missing, 1 span shown at the root');
  });

  test('grows while the trace runs: new spans are fetched from where we are, the selection stays', async () => {
    const running = skeletonOf([
      { name: 'crew', kind: 'task', status: 'running', dur: 10, children: [{ name: 'plan', dur: 5 }] },
    ]);
    const news = skeletonOf([{ name: 'search', seq: 2, start: 6, dur: 3 }]);
    const { server: live } = open({
      skeleton: running,
      news: {
        ...news,
        depth: Uint16Array.from([1]),
        end: Uint32Array.from([3]),
        pos: Uint32Array.from([2]),
        names: ['crew', 'plan', 'search'],
        name: Uint16Array.from([2]),
      },
      trace: { status: 'running' },
    });
    await rows();
    await userEvent.keyboard('{ArrowDown}');
    act(() =>
      live.say({
        spans: [aSpan({ seq: 2, trace_id: TRACE })],
        traces: [aTrace({ id: TRACE, status: 'running', total_spans: 3 })],
      }),
    );
    await waitFor(async () =>
      expect((await rows()).map((row) => row.textContent?.split(',')[0])).toEqual(['crew', 'plan', 'search']),
    );
    expect(live.asked.some((path) => path.endsWith('since_seq=1'))).toBe(true);
    expect(await chosen()).toContain('plan');
    expect(screen.getByText('3 spans')).toBeDefined();
  });

  test('is read as a conversation: a click on what was said selects its span', async () => {
    const said = (number: number, seq: number, text: string): TranscriptEntry => ({
      number,
      said: 'output',
      span: aSpan({
        seq,
        agent: 'orchestrator',
        model: 'gpt-5-mini',
        cost_match: 'exact',
        total_cost_usd: 0.25,
      }),
      message: {
        direction: 'output',
        role: 'assistant',
        name: null,
        finish_reason: 'stop',
        parts: [
          { type: 'text', text, name: null, call_id: null, value: null, mime_type: null, attachment: null },
        ],
      },
      input: null,
      output: null,
      is_last_of_call: true,
    });
    const { search } = open({ said: [said(0, 2, 'you were charged twice')] }, '?view=transcript&span=0');
    const entry = await screen.findByRole('article');
    expect(entry.textContent).toContain('you were charged twice');
    expect(entry.textContent).toContain('$0.25');
    await userEvent.click(within(entry).getByRole('button', { name: /orchestrator/ }));
    await waitFor(() => expect(search()).toBe('?view=transcript&span=2'));
  });

  test('asks for the whole again after a gap in the line', async () => {
    const { server: live } = open();
    await rows();
    const before = live.asked.filter((path) => path.includes('skeleton')).length;
    act(() => live.say({ type: 'missed', missed: 4 }));
    await waitFor(() =>
      expect(live.asked.filter((path) => path.includes('skeleton')).length).toBe(before + 1),
    );
  });
});
