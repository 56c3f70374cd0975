import { describe, expect, test } from 'vitest';
import { panelWords } from './messages';
import { defaultPackage, packageLengthMs, redact } from './rules';

describe('evidence', () => {
  test.each([
    ['token 12|abcdefghijklmnopqrstuvwx recusado', 'token [oculto] recusado'],
    ['senha s3gr3d0 inválida', 'senha [oculto] inválida'],
    ['http://h.example/get.php?username=a&password=b ok', '[link] ok'],
    ['{"password":"abc"}', '{"password": [oculto]"}'],
    ['password: abc', 'password: [oculto]'],
    ['<b>Olá</b><script>alert(1)</script>\n mundo\u202e', 'Olá mundo'],
    ['<img src=x onerror=alert(1)', null],
    ['', null],
  ])('%j is kept as %j', (text, kept) => {
    expect(redact(text, ['s3gr3d0', ''])).toBe(kept);
  });

  test('is cut at 300 letters', () => expect(redact('á'.repeat(900), [])).toHaveLength(300));
});

test('a refusal shows what the panel said, a move shows where to, a wait how long', () => {
  const none = { detail: null, movedTo: null, retryAfterMs: null };
  expect(panelWords({ ...none, reason: 'refused', detail: 'nome curto' })).toContain('"nome curto"');
  expect(panelWords({ ...none, reason: 'bad_token', detail: 'Invalid Token' })).not.toContain('Invalid');
  expect(panelWords({ ...none, reason: 'moved', movedTo: 'novo.example' })).toContain('novo.example');
  expect(panelWords({ ...none, reason: 'rate_limited', retryAfterMs: 46_100 })).toContain('47 s');
});

test('packages: length, and the first that may be sold', () => {
  expect(packageLengthMs({ duration: 1, durationUnit: 'MONTHS' })).toBe(30 * 86_400_000);
  expect(packageLengthMs({ duration: 90, durationUnit: 'MINUTES' })).toBe(5_400_000);
  expect(packageLengthMs({ duration: null, durationUnit: 'DAYS' })).toBeNull();
  const [trial, off, paid] = [
    { active: true, trial: true },
    { active: false, trial: false },
    { active: true, trial: false },
  ];
  expect(defaultPackage([trial, off, paid])).toBe(paid);
  expect(defaultPackage([trial])).toBeUndefined();
});
