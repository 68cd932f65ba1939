import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderPage } from '@/shared/testing/render-page';
import { aTrace } from '@/shared/testing/samples';
import { Turns } from './turns';

test('turns stand oldest first, each with its words and what it cost', async () => {
  const newest = aTrace({
    id: 'b'.repeat(32),
    name: 'second',
    total_cost_usd: 0.5,
    output_preview: 'refunded',
  });
  const oldest = aTrace({ id: 'c'.repeat(32), name: 'first', status: 'ok', error_message: null });
  await renderPage(
    <Turns traces={[newest, oldest]} project="all" hasMore={false} onMore={() => undefined} />,
  );
  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['first', 'second']);
  expect(screen.getByText('refunded')).toBeDefined();
  expect(screen.getByText('$0.50')).toBeDefined();
  expect(screen.queryByRole('button')).toBeNull();
});

test('earlier turns are asked for from the top', async () => {
  const onMore = vi.fn();
  await renderPage(<Turns traces={[aTrace()]} project="all" hasMore onMore={onMore} />);
  await userEvent.click(screen.getByRole('button', { name: 'Show earlier turns' }));
  expect(onMore).toHaveBeenCalledOnce();
});
