import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderPage } from '@/shared/testing/render-page';
import { aDetail } from '../testing/details';
import { AttributesTab } from './attributes-tab';
import { InputOutputTab } from './input-output-tab';

test('a call lists the tools that it was offered, each with its definition on request', async () => {
  const tools = [
    { name: 'search', description: 'looks things up', parameters: { query: { type: 'string' } } },
    { kind: 'nobody knows' },
  ];
  await renderPage(<InputOutputTab span={aDetail({ tools })} />);
  const offered = screen.getByRole('region', { name: 'Tools offered (2)' });
  const [tool] = within(offered).getAllByRole('group');
  expect(tool?.querySelector('summary')?.textContent).toBe('search looks things up');
  expect(tool?.textContent).toContain('query');
  expect(offered.textContent).toContain('nobody knows');
});

test('tools of a shape that nobody knows are shown as they came', async () => {
  const tools = { truncated: true, preview: 'the beginning', bytes: 552_960, href: '/api/v1/spans/b' };
  await renderPage(<InputOutputTab span={aDetail({ tools })} />);
  expect(screen.getByRole('region', { name: 'Tools offered' }).textContent).toContain('the beginning');
});

test('a tool says what it is for', async () => {
  await renderPage(<InputOutputTab span={aDetail({ tool_description: 'reads a page' })} />);
  expect(screen.getByRole('region', { name: 'Tool' }).textContent).toContain('reads a page');
});

test('a span without anything says so', async () => {
  await renderPage(<InputOutputTab span={aDetail()} />);
  expect(screen.getByText('This span recorded no input and no output.')).toBeDefined();
});

test('the attributes say by which framework in which version, and how it was read', async () => {
  const detail = aDetail({ framework: 'crewai', framework_version: '1.2.0', dialect: 'openinference' });
  await renderPage(<AttributesTab span={detail} />);
  expect(screen.getByText('framework').nextElementSibling?.textContent).toBe('crewai 1.2.0');
  expect(screen.getByText('dialect').nextElementSibling?.textContent).toBe('openinference');
});
