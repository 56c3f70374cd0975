import { expect, test } from 'vitest';
import { panelAdapter } from './api';

test('a kind of panel nobody wrote is an error, not a guess', () => {
  const access = { baseUrl: 'https://x.example', username: 'x', userId: null, token: 'x', timezone: 'UTC' };
  for (const type of ['none', 'constructor', ''])
    expect(() => panelAdapter(type, access, async () => null)).toThrow('No such panel');
});
