import { expect, test } from 'vitest';
import { fold, searchTerms, writable } from './search';

test('a search that no text can contain is still a search', () => {
  expect(searchTerms('Jo\0ão\ud800')).toEqual(['joao']);
  expect(searchTerms('\0')).toEqual([]);
});

test('what the database keeps stays as it is', () => {
  expect(writable('João 😀 (11)')).toBe('João 😀 (11)');
  expect(fold('  JOÃO   da Silva ')).toBe('joao da silva');
});
