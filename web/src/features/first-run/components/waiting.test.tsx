import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ServerConfig } from '@/shared/api/types';
import { Checks } from './waiting';

function aConfig(changes: Partial<ServerConfig> = {}): ServerConfig {
  return {
    version: '0.1.0',
    otlp_endpoint: 'http://127.0.0.1:4318',
    otlp_port: 4318,
    root_path: '',
    auth: 'none',
    last_rejected: null,
    last_rejected_at: null,
    ...changes,
  };
}

test('after a minute of silence the reader learns where spans must go', () => {
  render(<Checks config={aConfig()} />);
  expect(screen.getByText('http://127.0.0.1:4318')).toBeDefined();
  expect(screen.getByText('No request was rejected: none has arrived.')).toBeDefined();
});

test('a request that was rejected is named with its reason', () => {
  render(<Checks config={aConfig({ last_rejected: 'spans[0].trace_id: must be 16 bytes, got 8' })} />);
  expect(screen.getByText(/must be 16 bytes, got 8/)).toBeDefined();
});
