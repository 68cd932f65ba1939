import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { renderPage } from '@/shared/testing/render-page';
import { Histogram } from './histogram';

afterEach(() => vi.unstubAllGlobals());

test('a histogram that cannot be read says so', async () => {
  vi.stubGlobal(
    'fetch',
    async () =>
      new Response('{"detail": "too many questions at once"}', {
        status: 503,
        headers: { 'content-type': 'application/json' },
      }),
  );
  await renderPage(<Histogram project="all" parameters={{}} isNarrowed={false} onRange={() => {}} />);
  expect((await screen.findByRole('alert')).textContent).toContain('too many questions at once');
});
