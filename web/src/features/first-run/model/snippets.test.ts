import { expect, test } from 'vitest';
import { snippets } from './snippets';

const NOW = new Date('2026-11-20T18:38:29Z');

test('every snippet sends to this server', () => {
  for (const { text } of snippets('http://tools.example:4318', NOW))
    expect(text).toContain('http://tools.example:4318');
});

test('the curl snippet is valid OTLP with a quarter of a second of work', () => {
  const curl = snippets('http://h', NOW).find(({ id }) => id === 'curl')?.text ?? '';
  const body = JSON.parse(/-d '(.*)'$/.exec(curl)?.[1] ?? '');
  const [span] = body.resourceSpans[0].scopeSpans[0].spans;
  expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)).toBe(250_000_000n);
});
