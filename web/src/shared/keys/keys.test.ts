import { beforeEach, describe, expect, test } from 'vitest';
import { isSilenced, lettersAreKeys, turnLetters } from './letters';
import { GLOBAL_KEYS, LIST_KEYS, TRACE_KEYS } from './list';

const press = (key: string) => new KeyboardEvent('keydown', { key });

beforeEach(() => turnLetters(true));

describe('single letters', () => {
  test('are keys until they are turned off, which is remembered', () => {
    expect(isSilenced(press('e'))).toBe(false);
    turnLetters(false);
    expect(isSilenced(press('e'))).toBe(true);
    expect(lettersAreKeys()).toBe(false);
    expect(localStorage.getItem('agenttrace.keys.letters')).toBe('0');
  });

  test('leave keys with names alone', () => {
    turnLetters(false);
    expect(isSilenced(press('ArrowDown'))).toBe(false);
    expect(isSilenced(press('Escape'))).toBe(false);
  });

  test.each([GLOBAL_KEYS, LIST_KEYS, TRACE_KEYS])(
    'in "$name" the list says which work always',
    ({ rows }) => {
      for (const { keys, always } of rows) {
        const onlyNamed = keys.every((key) => key.length > 1 && !key.includes(' '));
        expect({ keys, always: always === true }).toEqual({ keys, always: onlyNamed });
      }
    },
  );
});
