import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FilterBar, type Filters } from './filter-bar';

function aFilterBar(f: string[] = [], q?: string): Filters[] {
  const changes: Filters[] = [];
  render(<FilterBar f={f} q={q} onChange={(next) => changes.push(next)} />);
  return changes;
}

test('what is typed becomes chips and a name', async () => {
  const changes = aFilterBar(['status:error']);
  await userEvent.type(screen.getByRole('textbox'), 'cart agent:planner{Enter}');
  expect(changes).toEqual([{ f: ['status:error', 'agent:planner'], q: 'cart' }]);
});

test('a chip is taken away with a click and the rest stays', async () => {
  const changes = aFilterBar(['status:error', 'cost>1'], 'cart');
  await userEvent.click(screen.getByRole('button', { name: 'remove filter status:error' }));
  expect(changes).toEqual([{ f: ['cost>1'], q: 'cart' }]);
});
