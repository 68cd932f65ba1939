import { expect, test } from 'vitest';
import { asCurl, asPython } from './commands';
import { hasTool, WAYS } from './ways';

const TRACE = 'ab'.repeat(16);

test('a trace is asked for with curl, a project by its name', () => {
  expect(asCurl({ project: "it's", traceId: TRACE, span: null })).toMatch(
    new RegExp(`^curl -s 'http://[^']+/api/v1/traces/${TRACE}/spans\\?project=it%27s'$`),
  );
});

test('a selected span is asked for by its number', () => {
  expect(asCurl({ project: 'all', traceId: TRACE, span: 7 })).toContain(`/traces/${TRACE}/spans/7'`);
  expect(asPython({ project: 'all', traceId: TRACE, span: 7 })).toContain('if one["seq"] == 7]');
  expect(asPython({ project: 'all', traceId: TRACE, span: null })).toContain(
    `client.trace_spans("${TRACE}")`,
  );
});

test('a way has only the tools that change what it shows', () => {
  expect(WAYS.filter((way) => hasTool(way, 'only'))).toEqual(['waterfall']);
  expect(WAYS.filter((way) => hasTool(way, 'critical'))).toEqual(['waterfall', 'flame']);
});
