import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Health } from '@/shared/api/types';
import { BacklogWords } from './backlog-line';

function waiting(spans: number, seconds: number, refused = 0): Health {
  return {
    status: 'ok',
    reasons: [],
    version: '1',
    started_at: '2026-11-01T00:00:00Z',
    uptime_s: 60,
    store: 'local',
    journal_lag_bytes: spans * 1500,
    journal_lag_spans: spans,
    journal_lag_s: seconds,
    refused_requests: refused,
    journal_size_bytes: 0,
    pipeline_state: 'running',
    last_error: null,
    dead_letters: 0,
    batch_gaps: 0,
    disk_bytes: 0,
    dropped_traces: 0,
    dropped_spans: 0,
  };
}

test('nothing is said of spans that are seen within moments', () => {
  render(<BacklogWords health={waiting(500, 4.9)} />);
  expect(screen.queryByRole('status')).toBeNull();
});

test('what waits longer is said, with its age and who was refused', () => {
  render(<BacklogWords health={waiting(48_200, 12.3, 4)} />);
  expect(screen.getByRole('status').textContent).toBe(
    'About 48.2k spans are safe and cannot be seen yet; the oldest has waited 12 s.' +
      ' 4 requests were told to come again later since the server started.',
  );
});
