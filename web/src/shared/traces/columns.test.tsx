import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderPage } from '../testing/render-page';
import { aTrace } from '../testing/samples';
import { Table } from '../ui/table';
import { CostText, TraceTitle, traceColumns } from './columns';

test('the title of a failed trace says why it failed', async () => {
  await renderPage(<TraceTitle trace={aTrace()} project="all" />);
  expect(screen.getByRole('link', { name: 'checkout-bot run' }).getAttribute('href')).toBe(
    '/p/all/traces/a3f1c9d2a3f1c9d2a3f1c9d2a3f1c9d2',
  );
  expect(screen.getByText('payments answered 503')).toBeDefined();
});

test('the title of any other trace says what it was asked', async () => {
  await renderPage(
    <TraceTitle trace={aTrace({ status: 'ok', errors: 0, error_message: null })} project="all" />,
  );
  expect(screen.getByText('why was I charged twice?')).toBeDefined();
});

test('a trace that went on after failures says how many spans failed', async () => {
  await renderPage(<TraceTitle trace={aTrace({ status: 'ok', errors: 2 })} project="all" />);
  expect(screen.getByText('2 failed spans')).toBeDefined();
  expect(screen.queryByText('payments answered 503')).toBeNull();
});

test('a cost with unknown prices says how many calls have none', async () => {
  await renderPage(<CostText of={aTrace({ unknown_cost_calls: 3, calls_without_usage: 1 })} />);
  expect(screen.getByText('$0.84 + ?').title).toBe('price of 3 calls unknown, 1 call without usage');
});

async function aTable(): Promise<{ opened: string[] }> {
  const opened: string[] = [];
  await renderPage(
    <Table
      label="Traces"
      items={['1', '2', '3'].map((id) => aTrace({ id, name: `run ${id}` }))}
      columns={traceColumns('all')}
      keyOf={(trace) => trace.id}
      onOpen={(trace) => opened.push(trace.id)}
    />,
  );
  return { opened };
}

test('a trace is one row with its figures', async () => {
  await aTable();
  const cells = screen.getAllByRole('row')[1]?.querySelectorAll('td') ?? [];
  const texts = Array.from(cells, (cell) => cell.textContent);
  expect(texts.slice(2, 8)).toEqual(['checkout-bot', '2', '312', '48.2k', '$0.84', '4m 12s']);
});

test('j and k walk through the rows and Enter opens one', async () => {
  const { opened } = await aTable();
  screen.getByRole('region', { name: 'Traces' }).focus();
  await userEvent.keyboard('jjjk{Enter}');
  expect(opened).toEqual(['2']);
  expect(screen.getAllByRole('row')[2]?.getAttribute('aria-current')).toBe('true');
});
