import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '@/shared/api/client';
import { renderPage } from '@/shared/testing/render-page';
import { FilterBar } from './filter-bar';

const FIELDS = [
  {
    name: 'status',
    kind: 'choice',
    about: 'how it ended',
    aliases: [],
    choices: ['ok'],
    operators: [':'],
    has_values: true,
  },
  {
    name: 'cost',
    kind: 'money',
    about: 'US dollars',
    aliases: [],
    choices: [],
    operators: ['>'],
    has_values: false,
  },
];

/** A server that knows two fields and two values. */
function aServer(): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    const prefix = url.searchParams.get('prefix') ?? '';
    const values = ['error', 'the end'].filter((value) => value.startsWith(prefix));
    const answer = url.pathname.endsWith('/query/fields')
      ? { of: 'traces', fields: FIELDS }
      : { field: 'status', values: values.map((value) => ({ value, count: 3 })) };
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  });
}

afterEach(() => vi.unstubAllGlobals());

async function aFilterBar(question = '', mistake: ApiError | null = null): Promise<string[]> {
  aServer();
  const asked: string[] = [];
  await renderPage(
    <FilterBar project="all" question={question} mistake={mistake} onAsk={(next) => asked.push(next)} />,
  );
  return asked;
}

test('enter asks what was typed', async () => {
  const asked = await aFilterBar();
  await userEvent.type(screen.getByRole('combobox'), 'cart agent:planner {Enter}');
  expect(asked).toEqual(['cart agent:planner']);
});

test('fields and then their values are completed with the keyboard', async () => {
  const asked = await aFilterBar();
  const input = screen.getByRole('combobox');
  await userEvent.type(input, 'sta');
  await waitFor(() => expect(screen.getByRole('option', { name: /status/ })).toBeTruthy());
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(input).toHaveProperty('value', 'status:');
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(input.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id);
  await userEvent.keyboard('{Tab}');
  expect(input).toHaveProperty('value', 'status:"the end"');
  await userEvent.keyboard('{Enter}');
  expect(asked).toEqual(['status:"the end"']);
});

test('escape closes the completions', async () => {
  await aFilterBar();
  await userEvent.type(screen.getByRole('combobox'), 'co');
  await waitFor(() => expect(screen.getByRole('listbox')).toBeTruthy());
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('listbox')).toBeNull();
});

test('a mistake is marked where it is and mended with a click', async () => {
  const mistake = new ApiError(400, {
    detail: 'there is no field',
    field: 'q',
    position: 2,
    length: 6,
    did_you_mean: 'status',
  });
  const asked = await aFilterBar('a stauts:ok', mistake);
  expect(screen.getByRole('alert').querySelector('mark')?.textContent).toBe('stauts');
  expect(screen.getByRole('combobox').getAttribute('aria-invalid')).toBe('true');
  await userEvent.click(screen.getByRole('button', { name: 'status' }));
  expect(asked).toEqual(['a status:ok']);
});
