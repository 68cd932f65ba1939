import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { Checkpoint } from '@/shared/api/types';
import { openTrace, serve } from '../testing/open-trace';
import { aCheckpoint } from '../testing/replay-samples';
import { failedRun } from '../testing/skeletons';

let server: ReturnType<typeof serve> | null = null;
const width = window.innerWidth;
afterEach(() => {
  server?.restore();
  window.innerWidth = width;
});

function open(checkpoints: Checkpoint[]): void {
  window.innerWidth = 1600;
  server = serve({ skeleton: failedRun(), checkpoints });
  openTrace('?span=2&tab=checkpoints');
}

test('the checkpoints of the span come first, with their state and the command that goes on from them', async () => {
  open([
    aCheckpoint({
      name: 'model call openai.chat',
      kind: 'auto',
      seq: 1,
      step: 1,
      state: null,
      state_bytes: null,
    }),
    aCheckpoint({}),
  ]);
  const own = await screen.findByRole('list', { name: 'Checkpoints of this span' });
  expect(within(own).getAllByRole('listitem')).toHaveLength(1);
  expect(own.textContent).toContain('after-plan');
  expect(own.textContent).toContain('before step 3');
  expect(within(own).getByText('read', { exact: false })).toBeDefined();
  expect(own.textContent).toContain('agenttrace replay 0af7651916cd --from 5d1f02aa-9 -- python my_agent.py');
  const others = screen.getByRole('list', { name: 'Checkpoints elsewhere in this trace' });
  expect(within(others).getByRole('link', { name: 'plan' })).toBeDefined();
  expect(others.textContent).toContain('a step');
});

test('the command can be copied', async () => {
  open([aCheckpoint({})]);
  const writeText = vi.fn(() => Promise.resolve());
  const user = userEvent.setup();
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  await user.click(
    await screen.findByRole('button', { name: 'Copy the command that goes on from after-plan' }),
  );
  expect(writeText).toHaveBeenCalledWith(
    'agenttrace replay 0af7651916cd --from 5d1f02aa-9 -- python my_agent.py',
  );
});

test('a checkpoint of a run that was not recorded says so, and a state that was cut is shown as text', async () => {
  open([aCheckpoint({ id: null, recording: null, step: null, state: '{"todo":["re' })]);
  const own = await screen.findByRole('list', { name: 'Checkpoints of this span' });
  expect(own.textContent).toContain('The run was not recorded');
  expect(own.textContent).toContain('{"todo":["re');
  expect(own.textContent).not.toContain('before step');
});

test('a trace without checkpoints says so', async () => {
  open([]);
  expect(await screen.findByText('Nothing in this trace marks a place to go on from.')).toBeDefined();
});
