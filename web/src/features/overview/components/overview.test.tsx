import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderPage } from '@/shared/testing/render-page';
import { aSession } from '@/shared/testing/samples';
import { ModelBar } from './cost-by-model';
import { SessionRow } from './recent-sessions';
import { StatCard } from './stat-card';

test('a card compares its figure with the day before, in words too', async () => {
  await renderPage(
    <StatCard
      project="all"
      name="Latency p95"
      figure="6.42"
      unit="s"
      change={{ text: '3.0%', direction: 'down' }}
      line={{ label: 'p95 an hour', values: [1, 2] }}
    />,
  );
  expect(screen.getByTitle('against the 24 hours before').textContent).toBe('▼ down 3.0%');
  expect(screen.getByRole('img', { name: 'p95 an hour' })).toBeDefined();
});

test('a card opens the traces it speaks of', async () => {
  await renderPage(
    <StatCard
      project="shop"
      name="Error rate"
      filters={['status:error']}
      figure="1.87"
      change={null}
      line={{ label: 'errors', values: [] }}
    />,
  );
  expect(screen.getByRole('link', { name: 'Error rate' }).getAttribute('href')).toContain('/p/shop/traces?');
  expect(screen.getByText('nothing the day before')).toBeDefined();
});

test('a model whose price nobody knows has a question mark', async () => {
  await renderPage(<ModelBar model={{ name: 'my-model', cost: 0, share: 0, unknownCalls: 4 }} highest={0} />);
  expect(screen.getByText('?')).toBeDefined();
});

test('a session without a name is called by its id', async () => {
  await renderPage(
    <table>
      <tbody>
        <SessionRow session={aSession()} project="all" />
      </tbody>
    </table>,
  );
  expect(screen.getByRole('link', { name: 'sess_9f2c' })).toBeDefined();
  expect(screen.getByText('running')).toBeDefined();
});
