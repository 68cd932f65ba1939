import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Splitter } from './splitter';

test('a splitter is moved with the arrow keys, within its limits', async () => {
  const widths: number[] = [];
  render(
    <Splitter
      label="Width of the tree"
      value={420}
      min={200}
      max={430}
      onChange={(width) => widths.push(width)}
    />,
  );
  const splitter = screen.getByRole('separator', { name: 'Width of the tree' });
  expect(splitter.getAttribute('aria-valuenow')).toBe('420');
  splitter.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}');
  expect(widths).toEqual([430, 404]);
});
