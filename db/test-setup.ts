import { afterEach, beforeEach, expect, vi } from 'vitest';

/** The files of one worker share its process, so that packages are loaded once. Of ours nothing is shared. */
const kept = globalThis as typeof globalThis & { ultragestorQueue?: unknown; firstEnv?: NodeJS.ProcessEnv };
kept.firstEnv ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in kept.firstEnv)) delete process.env[name];
Object.assign(process.env, kept.firstEnv);
// Its connections are those of the file before.
kept.ultragestorQueue = undefined;
vi.resetModules();

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
