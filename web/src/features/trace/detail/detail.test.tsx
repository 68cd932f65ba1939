import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderPage } from '@/shared/testing/render-page';
import { TraceView } from '../model/view';
import { aDetail, aMessage } from '../testing/details';
import { failedRun } from '../testing/skeletons';
import { DetailHead } from './detail-head';
import { EventsTab } from './events-tab';
import { LoadWhole } from './load-whole';
import { MessagesTab } from './messages-tab';

const CUT = {
  truncated: true as const,
  preview: 'the beginning',
  bytes: 552_960,
  href: '/api/v1/traces/a/spans/b?full=true',
};

function head(seq: number, detail = aDetail()) {
  const view = new TraceView();
  view.load(failedRun());
  return renderPage(<DetailHead view={view} seq={seq} span={detail} />);
}

test('a conversation is shown by role, with tool calls and results in their place', async () => {
  const messages = [
    aMessage('system', { text: 'You are the checkout agent.' }),
    aMessage(
      'assistant',
      { type: 'reasoning', text: 'I should look first.' },
      { type: 'tool_call', name: 'get_payment_events', call_id: 'call_9f2', value: { order_id: 88213 } },
    ),
    aMessage('tool', { type: 'tool_result', call_id: 'call_9f2', value: { charges: [] } }),
  ];
  await renderPage(<MessagesTab span={aDetail({ messages })} />);
  expect(screen.getAllByText(/^(system|user|assistant|tool)$/).map((each) => each.textContent)).toEqual([
    'system',
    'assistant',
    'tool',
  ]);
  expect(screen.getByText('I should look first.')).toBeDefined();
  expect(screen.getByText('get_payment_events')).toBeDefined();
  expect(screen.getByText('88213')).toBeDefined();
});

test("hostile text stays text: no element of the model's making, no picture, no script link", async () => {
  const text =
    '**hello**\n\n<script>alert(1)</script><img src=x onerror=alert(2)>\n\n![pixel](http://evil.example/p.png) [x](javascript:alert(3))';
  await renderPage(<MessagesTab span={aDetail({ messages: [aMessage('assistant', { text })] })} />);
  await waitFor(() => expect(screen.getByText('hello').tagName).toBe('STRONG'));
  expect(document.querySelectorAll('#page img, #page script, #page a')).toHaveLength(0);
  expect(screen.getByRole('button', { name: 'Show image: pixel' })).toBeDefined();
});

test('a cut text offers to load the whole, and asks where the server says it is', async () => {
  const asked: string[] = [];
  await renderPage(
    <LoadWhole value={(href) => asked.push(href)}>
      <MessagesTab span={aDetail({ messages: [aMessage('user', { text: CUT })] })} />
    </LoadWhole>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'load all (540 KB)' }));
  expect(asked).toEqual([CUT.href]);
});

test('texts that are cut inside a structure can be loaded too', async () => {
  const span = aDetail({ input: { question: 'why?', page: CUT, other: [CUT] } });
  await renderPage(<MessagesTab span={span} />);
  expect(screen.getByRole('button', { name: '2 texts are cut: load all (1.05 MB)' })).toBeDefined();
});

test('what agents said to each other is shown before the conversation', async () => {
  const agent_messages = [
    {
      from_agent: 'orchestrator',
      to_agent: 'refunds',
      type: 'handoff',
      content: 'check ch_2',
      time: '2026-11-20T18:18:52Z',
    },
  ];
  await renderPage(<MessagesTab span={aDetail({ agent_messages })} />);
  expect(screen.getByRole('heading', { level: 3 }).textContent).toBe('orchestrator torefundshandoff');
  expect(screen.getByText('check ch_2')).toBeDefined();
});

test('a picture that came along is shown on request only', async () => {
  const picture = {
    type: 'media' as const,
    mime_type: 'image/png',
    text: 'data:image/png;base64,iVBORw0KGgo=',
  };
  await renderPage(<MessagesTab span={aDetail({ messages: [aMessage('user', picture)] })} />);
  expect(document.querySelector('#page img')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'show image' }));
  expect(document.querySelector('#page img')?.getAttribute('src')).toBe(picture.text);
});

test('a picture that was kept apart is fetched from our server, on request only', async () => {
  const attachment = {
    sha256: 'ab'.repeat(32),
    media_type: 'image/png',
    size_bytes: 2048,
    name: 'cat.png',
    href: `/api/v1/blobs/${'ab'.repeat(32)}?project=shop`,
  };
  const part = { type: 'media' as const, mime_type: 'image/png', name: 'cat.png', attachment };
  await renderPage(<MessagesTab span={aDetail({ messages: [aMessage('user', part)] })} />);
  expect(document.querySelector('#page img')).toBeNull();
  expect(screen.getByText('cat.png')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'show image' }));
  expect(document.querySelector('#page img')?.getAttribute('src')).toBe(attachment.href);
});

test('a file that is no plain picture is only offered as a download', async () => {
  const attachment = {
    sha256: 'ab',
    media_type: 'image/svg+xml',
    size_bytes: 9,
    name: null,
    href: '/api/v1/blobs/ab',
  };
  const part = { type: 'media' as const, mime_type: 'image/svg+xml', attachment };
  await renderPage(<MessagesTab span={aDetail({ messages: [aMessage('user', part)] })} />);
  expect(screen.queryByRole('button', { name: 'show image' })).toBeNull();
  expect(screen.getByRole('link', { name: 'download' }).getAttribute('href')).toBe(attachment.href);
});

test('figures are there before the detail has come', async () => {
  const view = new TraceView();
  view.load(failedRun());
  await renderPage(<DetailHead view={view} seq={2} span={undefined} />);
  expect(screen.getByRole('heading', { name: 'gpt-5-mini' })).toBeDefined();
  expect(screen.getByText('1,290')).toBeDefined();
  expect(screen.getByText('$0.00084')).toBeDefined();
});

test('a cost says whose price it is and what was reported', async () => {
  const cost = {
    total_usd: 0.00084,
    input_usd: 0.0005,
    output_usd: 0.00034,
    match: 'alias' as const,
    price_row: 'openai/gpt-5-mini',
    table: 'genai-prices 0.2.3',
    fees_usd: null,
    tier: null,
    reported_usd: 0.0009,
    reported_difference: 0.071,
    reported_differs: true,
  };
  await head(2, aDetail({ cost }));
  expect(screen.getByText('openai/gpt-5-mini').parentElement?.textContent).toBe(
    'price of its alias openai/gpt-5-mini, genai-prices 0.2.3: in $0.0005, out $0.00034 · reported $0.0009 (+7.1 %)',
  );
});

test('a failed span shows its error and stack before everything else', async () => {
  const exception = {
    name: 'exception',
    time: '2026-11-20T18:18:52Z',
    offset_us: 4,
    attributes: {
      'exception.type': 'HTTPError',
      'exception.stacktrace': 'Traceback (most recent call last)',
    },
  };
  await head(
    3,
    aDetail({ seq: 3, status: 'error', status_message: 'payments answered 503', events: [exception] }),
  );
  const block = screen.getByRole('region', { name: 'Error' });
  expect(block.textContent).toContain('HTTPError: payments answered 503');
  expect(screen.getByRole('region', { name: 'Stack' }).textContent).toContain('Traceback');
});

test('events and links are listed, a link leads to the span it names', async () => {
  const links = [{ trace_id: 'b'.repeat(32), span_id: 'c'.repeat(16), attributes: {} }];
  await renderPage(<EventsTab span={aDetail({ links })} />);
  expect(screen.getByRole('link').getAttribute('href')).toBe(
    `/p/all/traces/${'b'.repeat(32)}?span=${'c'.repeat(16)}`,
  );
});

test('what was logged inside a span stands among its events', async () => {
  const log = {
    uid: 'a1',
    project: 'default',
    time: '2026-11-20T18:18:52.123456789Z',
    severity: 17,
    severity_text: 'ERROR',
    event_name: 'api_error',
    body: 'the model is overloaded',
    attributes: { attempt: 2 },
    resource: {},
    scope_name: 'app',
    scope_version: '',
    trace_id: 'b'.repeat(32),
    span_id: 'c'.repeat(16),
    session_id: null,
    run_id: null,
  };
  await renderPage(<EventsTab span={aDetail({ logs: [log] })} />);
  expect(screen.getByText('api_error').className).toContain('text-error-text');
  expect(screen.getByText('the model is overloaded')).toBeDefined();
  expect(screen.getByText('18:18:52.123')).toBeDefined();
  expect(screen.getByText('attempt')).toBeDefined();
});

test('a call that others saw too says who', async () => {
  const others = [{ span_id: '00f067aa0ba902b8', trace_id: null, scope_name: 'com.anthropic.sdk.python' }];
  await head(0, aDetail({ also_seen_by: others }));
  expect(screen.getByText(/Also seen by com\.anthropic\.sdk\.python, counted once/)).toBeDefined();
});

const elsewhere = { span_id: '00f067aa0ba902b8', trace_id: 'b'.repeat(32), scope_name: 'langchain' };
const elsewhereHref = `/p/all/traces/${elsewhere.trace_id}?span=${elsewhere.span_id}`;

test('a call that another trace tells of too leads there', async () => {
  await head(0, aDetail({ also_seen_by: [elsewhere] }));
  const link = screen.getByRole('link', { name: `langchain in trace ${elsewhere.trace_id}` });
  expect(link.getAttribute('href')).toBe(elsewhereHref);
});

test('a call that counts in another trace leads there', async () => {
  await head(0, aDetail({ shadow_of: elsewhere.span_id, shadow_of_trace: elsewhere.trace_id }));
  expect(screen.getByRole('link').getAttribute('href')).toBe(elsewhereHref);
});

test('a shadow says on which span it is counted', async () => {
  await head(0, aDetail({ shadow_of: '00f067aa0ba902b8' }));
  expect(screen.getByText('00f067aa0ba902b8')).toBeDefined();
  expect(screen.getByText(/the same call, seen by another emitter/)).toBeDefined();
});
