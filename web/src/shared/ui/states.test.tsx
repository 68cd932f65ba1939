import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../api/client';
import { Failed, Loading } from './states';
import { StatusSign, StatusWord } from './status';

describe('loading', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('shows nothing for 150 ms, then the shape of what comes', () => {
    render(<Loading />);
    expect(screen.queryByRole('status')).toBeNull();
    act(() => {
      vi.advanceTimersByTime(150);
    });
    expect(screen.getByRole('status').textContent).toBe('Loading');
  });
});

test('a failure says what failed, why, and which request it was', async () => {
  let tries = 0;
  const error = new ApiError(500, { detail: 'the store is closed', request_id: 'req_8f2c' });
  render(<Failed what="The traces could not be read" error={error} retry={() => (tries += 1)} />);
  expect(screen.getByRole('alert').textContent).toContain('the store is closed');
  expect(screen.getByText('request req_8f2c')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(tries).toBe(1);
});

test('a status is a word and not only a colour', () => {
  render(<StatusWord status="timeout" />);
  expect(screen.getByText('timeout')).toBeDefined();
});

test('a status without room is still a word for those who cannot see', () => {
  render(<StatusSign status="cancelled" />);
  expect(screen.getByText('cancelled').className).toBe('sr-only');
});
