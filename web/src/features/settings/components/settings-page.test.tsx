import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderPage } from '@/shared/testing/render-page';
import { density } from '@/shared/theme/density';
import { SettingsPage } from './settings-page';

const SUMS = { model_calls: 40, total_tokens: 900, total_cost_usd: 1.5, unknown_cost_calls: 2 };
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/v1/prices/check': {
    table: 'genai-prices 0.1',
    table_date: '2026-08-01',
    table_age_days: 111,
    is_stale: true,
    overrides_file: '/data/prices.toml',
    overrides_error: null,
    unpriced: [{ model: 'acme-large-2', calls: 190, tokens: 12_000 }],
    differing: [],
  },
  '/api/v1/prices': { total: 0, items: [] },
  '/api/v1/store/stats': {
    parts: [{ name: 'catalog', files: 1, size_bytes: 4096, rows: null }],
    size_bytes: 4096,
    retain_days: null,
    cap_bytes: 1_073_741_824,
    growth_bytes_per_day: 2048,
    oldest_at: null,
    dropped_traces: 0,
    dropped_spans: 0,
  },
  '/api/v1/reprocess': {
    job: 3,
    state: 'done',
    reason: null,
    dry_run: true,
    started_at: '2026-11-20T18:18:52Z',
    traces: 50,
    traces_done: 50,
    spans_changed: 7,
    before: SUMS,
    after: { ...SUMS, unknown_cost_calls: 0 },
  },
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

let written: [method: string, path: string, body: unknown][] = [];
beforeEach(() => {
  written = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') written.push([request.method, pathname, await request.json()]);
    const answer = ANSWERS[pathname] ?? {};
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

test('says that prices are old and which models have none, and sets one', async () => {
  await renderPage(<SettingsPage />);
  expect(await screen.findByText(/stale: update the server/)).toBeTruthy();
  expect(screen.getByText('190 calls of 1 model without a price')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Set a price' }));
  await userEvent.type(screen.getByLabelText('Input'), '2.5');
  await userEvent.type(screen.getByLabelText('Output'), '10');
  await userEvent.click(screen.getByRole('button', { name: 'Save the price' }));
  expect(await screen.findByText(/Saved\./)).toBeTruthy();
  expect(written).toEqual([['PUT', '/api/v1/prices/overrides/acme-large-2', { input: 2.5, output: 10 }]]);
});

test('a trial of reprocessing says what would change', async () => {
  await renderPage(<SettingsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Try' }));
  expect(await screen.findByText(/50 of 50 traces, 100 %; 7 spans would change/)).toBeTruthy();
  expect(written).toEqual([['POST', '/api/v1/reprocess', { dry_run: true, since: '7d' }]]);
});

test('bounds that are not set are said to be none', async () => {
  await renderPage(<SettingsPage />);
  expect(await screen.findByText('none: set retain_days')).toBeTruthy();
  expect(screen.getByText('1024 MB')).toBeTruthy();
  expect(screen.getByText(/This server has no keys/)).toBeTruthy();
});

test.each([
  ['/api/v1/config', 'Who may read could not be told'],
  ['/api/v1/prices', 'The prices could not be read'],
])('what %s does not answer is said, not guessed', async (broken, words) => {
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    const status = pathname === broken ? 403 : 200;
    const headers = { 'content-type': 'application/json' };
    return new Response(JSON.stringify(ANSWERS[pathname] ?? {}), { status, headers });
  });
  await renderPage(<SettingsPage />);
  expect(await screen.findByText(words)).toBeTruthy();
  if (broken === '/api/v1/config') expect(screen.queryByText(/This server has no keys/)).toBeNull();
});
