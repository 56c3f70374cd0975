import { describe, expect, test } from 'vitest';
import { changeOf, last4Of, margin, maskedToken, monthlyCostCents } from './rules';

describe('money of a server', () => {
  test('Fixo costs the same however many clients; Por Ativo counts them', () => {
    expect(monthlyCostCents({ billing: 'fixed', monthlyCents: 5000 }, 40)).toBe(5000);
    expect(monthlyCostCents({ billing: 'per_active', monthlyCents: 500 }, 40)).toBe(20_000);
    expect(monthlyCostCents({ billing: 'per_active', monthlyCents: 500 }, 0)).toBe(0);
  });

  test('a margin has no share without revenue', () => {
    expect(margin(10_000, 2500)).toEqual({ cents: 7500, percent: 75 });
    expect(margin(0, 2500)).toEqual({ cents: -2500, percent: null });
  });
});

describe('a token on screen', () => {
  test('shows its last four letters, and none of a short one', () => {
    expect(maskedToken(last4Of('12|abcdefgh7f2c'))).toBe('••••7f2c');
    expect(maskedToken(last4Of('abc7f2c'))).toBe('••••');
  });
});

describe('what saving means', () => {
  const login = { username: 'ana', tokenOrigin: 'https://a.example' };
  const before = { panelType: 'sigma', panelUrl: 'https://a.example', login };
  const save = (url: string, token: string | null, username = 'ana') =>
    changeOf(before, { panelType: 'sigma', panel: { url, username, token } });

  test('the stored token serves its own origin, on any path', () => {
    expect(save('https://a.example', null)).toMatchObject({ ok: true, newVersion: false });
    expect(save('https://a.example/sigma', null)).toMatchObject({
      ok: true,
      newVersion: true,
      newAddress: true,
    });
  });

  test.each([
    'https://b.example',
    'http://a.example',
    'https://a.example:8443',
    'https://a.example.evil.example',
  ])('never another origin: %s', (url) =>
    expect(save(url, null)).toEqual({ ok: false, reason: 'new_address_needs_token' }),
  );

  test('a new address with its own token, a new user and a new token are new versions', () => {
    expect(save('https://b.example', 't')).toMatchObject({ ok: true, newVersion: true });
    expect(save('https://a.example', 't')).toMatchObject({ ok: true, newVersion: true });
    expect(save('https://a.example', null, 'bia')).toMatchObject({ ok: true, newVersion: true });
  });

  test('a first panel needs a token; leaving a panel is told', () => {
    const none = { panelType: 'none', panelUrl: null, login: null };
    const sigma = { panelType: 'sigma', panel: { url: 'https://a.example', username: 'ana', token: null } };
    expect(changeOf(none, sigma)).toEqual({ ok: false, reason: 'token_needed' });
    expect(changeOf(null, sigma)).toEqual({ ok: false, reason: 'token_needed' });
    expect(changeOf(before, { panelType: 'none', panel: null })).toMatchObject({ leavesPanel: true });
  });
});
