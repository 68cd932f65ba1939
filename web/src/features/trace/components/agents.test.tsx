import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { aTrace } from '@/shared/testing/samples';
import { anAgent, anAgentMessage } from '../testing/agents';
import { openTrace, serve } from '../testing/open-trace';
import { failedRun } from '../testing/skeletons';

let server: ReturnType<typeof serve> | null = null;
afterEach(() => server?.restore());

test('each agent has its figures, and one whose calls nobody reports has question marks', async () => {
  server = serve({
    skeleton: failedRun(),
    agents: [
      anAgent({ name: 'orchestrator', model_calls: 3, input_tokens: 1290, errors: 1, role: 'plans' }),
      anAgent({ name: 'silent', runs: 1, model_calls: 0, input_tokens: 0 }),
      anAgent({ name: null, total_spans: 2 }),
    ],
  });
  openTrace('?view=agents');
  const table = await screen.findByRole('table', { name: 'Agents' });
  const [, first, second, third] = within(table).getAllByRole('row');
  expect(first?.textContent).toContain('orchestrator');
  expect(first?.textContent).toContain('plans');
  expect(first?.textContent).toContain('1,290');
  expect(second?.textContent).toContain('?');
  expect(third?.textContent).toContain('No agent');
});

test('a message goes to its span, and an agent to its spans in the waterfall', async () => {
  server = serve({
    skeleton: failedRun(),
    agents: [anAgent({ name: 'orchestrator' })],
    messages: [anAgentMessage({ from_agent: 'orchestrator', to_agent: 'coder', content: 'fix it', seq: 2 })],
  });
  const { search } = openTrace('?view=agents');
  const message = await screen.findByRole('button', { name: /orchestrator.*coder/s });
  expect(message.textContent).toContain('fix it');
  await userEvent.click(message);
  await waitFor(() => expect(search()).toContain('span=2'));
  await userEvent.click(screen.getByRole('button', { name: 'orchestrator' }));
  await waitFor(() => expect(search()).toContain('q=orchestrator'));
  expect(search()).not.toContain('view=agents');
});

test('agents are asked for again when the trace grows', async () => {
  const agents = [anAgent({ name: 'orchestrator', input_tokens: 1290 })];
  server = serve({ skeleton: failedRun(), agents });
  openTrace('?view=agents');
  await screen.findByText('1,290');
  agents[0] = anAgent({ name: 'orchestrator', input_tokens: 4000 });
  act(() => server?.say({ traces: [aTrace({ id: 'a'.repeat(32) })] }));
  await screen.findByText('4,000');
});
