import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderPage } from '@/shared/testing/render-page';
import { density } from '@/shared/theme/density';
import { SettingsPage } from './settings-page';

const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/v1/config': {
    version: '0.1.0',
    otlp_endpoint: 'http://127.0.0.1:4318',
    otlp_port: 4318,
    root_path: '',
    auth: 'none',
    last_rejected: null,
    last_rejected_at: null,
  },
  '/api/v1/store': {
    content_bytes: 2048,
    content_bytes_unshared: 40_960,
    content_disk_bytes: 1024,
    data_dir: '/data',
    dead_letters: 1,
    disk_bytes: 204_800,
    hot_spans: 12,
    journal_bytes: 1024,
    raw_logs: 0,
    raw_metrics: 0,
    segments: 2,
    sessions: 3,
    spans: 1000,
    traces: 50,
  },
  '/api/v1/dead-letters': {
    items: [
      {
        offset: 7,
        project: 'default',
        received_at: '2026-11-20T18:18:52.123456789Z',
        signal: 'traces',
        content_type: 'application/json',
        reason: 'decode: resourceSpans must be a list',
        size_bytes: 2048,
      },
    ],
    next_cursor: null,
  },
};

beforeEach(() => {
  vi.stubGlobal('fetch', async (request: Request) => {
    const answer = ANSWERS[new URL(request.url).pathname];
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  });
});
afterEach(() => vi.unstubAllGlobals());

test('says what is stored, what that takes, and what could not be read', async () => {
  await renderPage(<SettingsPage />);
  expect(await screen.findByText('200 KB')).toBeTruthy();
  expect(screen.getByText('205 B')).toBeTruthy();
  expect(await screen.findByText(/resourceSpans must be a list/)).toBeTruthy();
});

test('other row heights are taken at once and remembered', async () => {
  await renderPage(<SettingsPage />);
  await userEvent.click(await screen.findByRole('radio', { name: 'compact' }));
  expect(density()).toBe('compact');
  expect(localStorage.getItem('agenttrace.density')).toBe('0');
  await userEvent.click(screen.getByRole('radio', { name: 'default' }));
});
