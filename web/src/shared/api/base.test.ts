import { expect, test } from 'vitest';
import { basePath, projectParameter } from './base';

test.each([
  ['http://127.0.0.1:8080/', ''],
  ['https://tools.example/at/', '/at'],
  ['https://tools.example/a/b/', '/a/b'],
])('the base of %s is "%s"', (uri, path) => {
  expect(basePath(uri)).toBe(path);
});

test('all projects is the API without a project', () => {
  expect(projectParameter('all')).toEqual({});
  expect(projectParameter('checkout')).toEqual({ project: 'checkout' });
});
