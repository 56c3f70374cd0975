import { afterEach, beforeEach, expect } from 'vitest';

/** What the code under test complained about: silence is part of every test. */
const complaints: unknown[][] = [];
console.error = (...said: unknown[]) => {
  complaints.push(said);
};

beforeEach(() => {
  complaints.length = 0;
});

afterEach(() => {
  expect(complaints, 'console.error was called').toEqual([]);
});
