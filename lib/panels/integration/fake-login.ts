import { afterAll, beforeEach } from 'vitest';
import type { PanelAccess, PanelAdapter } from '@/lib/panels/rules';
import { type FakePanel, startFakePanel } from '@/lib/panels/sigma/fake-panel';
import type { SigmaDeps } from '@/lib/panels/sigma/wire/api';
import { integrationPanel } from './api';

export const DUE = '2026-12-01T12:00:00.000Z';

/** A test file's panel, its integration API on; as new before each test. */
export async function openFake(): Promise<FakePanel> {
  const fake = await startFakePanel({ now: () => new Date('2026-11-21T12:00:00Z') });
  afterAll(() => fake.close());
  beforeEach(() => {
    fake.control.reset();
    fake.control.set({ integration: 'on' });
  });
  return fake;
}

/** A login at the fake panel, whose integration API is on. */
export function logIn(
  fake: FakePanel,
  change: Partial<PanelAccess> = {},
  deps: Partial<SigmaDeps> = {},
): PanelAdapter {
  const access = {
    baseUrl: fake.url,
    username: fake.username,
    userId: fake.control.users[0]?.id ?? '',
    token: fake.token,
    timezone: 'America/Sao_Paulo',
  };
  const common = { allowedPrivateHosts: [new URL(fake.url).host], timeoutMs: 2_000 };
  return integrationPanel({ ...access, ...change }, { ...common, nextTurn: async () => null, ...deps });
}

/** So many of our customers, `u1` on. */
export function fill(fake: FakePanel, many: number): void {
  for (let n = 1; n <= many; n++) fake.control.customer({ username: `u${n}`, expiresAt: DUE });
}
