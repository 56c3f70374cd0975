import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cededToPanel, fits, generatePassword, generateUsername } from './rules';

describe('generated credentials', () => {
  const any = (n: number) => fc.sample(fc.nat(n - 1), 1)[0] ?? 0;
  it('fit whatever lengths and format the panel wants', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 32 }), fc.nat(20), fc.boolean(), (min, more, numeric) => {
        const rules = {
          format: numeric ? ('numeric' as const) : ('alphanumeric' as const),
          minLength: min,
          maxLength: min + more,
          timezone: null,
        };
        for (const made of [generateUsername(rules, any), generatePassword(rules, any)]) {
          expect(made.length).toBeGreaterThanOrEqual(min);
          expect(made.length).toBeLessThanOrEqual(min + more);
          expect(fits(made, rules)).toBe(true);
          expect(made).toMatch(numeric ? /^[1-9]\d*$/ : /^[a-hjkmnp-z2-9]+$/);
        }
      }),
    );
  });
});

describe('a refusal of credentials', () => {
  const both = { username: true, password: true };
  it('leaves to the panel only what we made', () => {
    expect(cededToPanel(both, { usernameFrom: 'fixed', passwordFrom: 'ruled' })).toEqual({
      passwordFrom: 'panel',
    });
    expect(cededToPanel(both, { usernameFrom: 'fixed', passwordFrom: 'fixed' })).toBeNull();
  });
  it('leaves nothing twice, and nothing that was not refused', () => {
    expect(cededToPanel(both, { usernameFrom: 'panel', passwordFrom: 'panel' })).toBeNull();
    const ours = { usernameFrom: 'guessed', passwordFrom: 'ruled' } as const;
    expect(cededToPanel({ username: true, password: false }, ours)).toEqual({ usernameFrom: 'panel' });
    expect(cededToPanel({ username: false, password: false }, ours)).toBeNull();
  });
});
