import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { JsonView } from './json-view';

const ROWS = Array.from({ length: 5000 }, (_, id) => ({ id, name: `row ${id}` }));

test('a large value has only the lines in sight in the document', () => {
  render(<JsonView value={{ rows: ROWS }} label="output" />);
  const box = screen.getByRole('group', { name: 'output' });
  expect(box.querySelectorAll('button').length).toBeLessThan(200);
  expect(box.textContent).toContain('"row 0"');
});

test('a value is folded and unfolded', async () => {
  render(
    <JsonView
      value={{ charges: [{ id: 'ch_1', amount: 42.1, status: 'captured', order: 88213, list: [1, 2, 3] }] }}
      label="output"
    />,
  );
  await userEvent.click(screen.getByRole('button', { name: 'fold $.charges' }));
  expect(screen.queryByText('"ch_1"')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'unfold $.charges' }));
  expect(screen.getByText('"ch_1"')).toBeDefined();
});

test('words are found, counted and gone to', async () => {
  render(<JsonView value={{ rows: ROWS }} label="output" />);
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find in output' }), 'row 499');
  expect(screen.getByRole('status').textContent).toBe('1 / 11 hits');
  await userEvent.click(screen.getByRole('button', { name: 'Next hit' }));
  expect(screen.getByRole('status').textContent).toBe('2 / 11 hits');
});

test('the raw text is one click away', async () => {
  render(<JsonView value={{ rows: ROWS.slice(0, 20) }} label="output" />);
  await userEvent.click(screen.getByRole('button', { name: 'Raw' }));
  expect(screen.getByText('"rows": [')).toBeDefined();
});

test('a small value has no tools but copying', () => {
  render(<JsonView value={{ city: 'Paris' }} label="arguments" />);
  expect(screen.queryByRole('searchbox')).toBeNull();
  expect(screen.getByRole('button', { name: 'Copy arguments' })).toBeDefined();
});
