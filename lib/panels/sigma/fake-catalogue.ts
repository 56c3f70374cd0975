import type { PanelPackage } from '@/lib/panels/rules';

/** What a fake panel starts with: its users and its packages. */
export type FakeUser = { id: string; username: string; name: string; credits: number };
export type FakePackage = {
  id: string;
  name: string;
  active: boolean;
  trial: boolean;
  priceCents: number;
  credits: number;
  duration: number;
  unit: NonNullable<PanelPackage['durationUnit']>;
  screens: number;
};

/** Row `n` of any table: users, packages and customers share one salt, as on the real panel (section 4). */
export function hashId(n: number): string {
  if (n === 1) return 'BV4D3rLaqZ';
  let x = (n * 2_654_435_761) % 4_294_967_296;
  return Array.from({ length: 10 }, () => {
    x = (x * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return ALPHABET[Math.floor(x / 65_536) % ALPHABET.length];
  }).join('');
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Our reseller, and one more who must never be shown to it. */
export const fakeUsers = (username: string): FakeUser[] => [
  { id: hashId(1), username, name: 'Estrela', credits: 500 },
  { id: hashId(2), username: `${username}2`, name: 'Outra revenda', credits: 500 },
];

/** A trial first, an inactive one, and more than one page of the rest. */
export function fakePackages(): FakePackage[] {
  const paid = [1, 2, 3].flatMap((screens) =>
    TERMS.map(([months, priceCents]) => ({
      name: `Completo ${months} ${months === 1 ? 'mês' : 'meses'} · ${screens} ${screens === 1 ? 'tela' : 'telas'}`,
      active: true,
      trial: false,
      priceCents: priceCents * screens,
      credits: months * screens,
      duration: months,
      unit: 'MONTHS' as const,
      screens,
    })),
  );
  const trial = {
    name: 'Teste 4 horas',
    trial: true,
    priceCents: 0,
    credits: 0,
    duration: 4,
    unit: 'HOURS' as const,
  };
  const old = {
    name: 'Completo antigo',
    trial: false,
    priceCents: 2000,
    credits: 1,
    duration: 1,
    unit: 'MONTHS' as const,
  };
  return [{ ...trial, active: true, screens: 1 }, { ...old, active: false, screens: 1 }, ...paid].map(
    (p, i) => ({
      ...p,
      id: hashId(i + 1),
    }),
  );
}

// The typical catalogue of section 5.2.
const TERMS = [
  [1, 2500],
  [2, 5000],
  [3, 6000],
  [6, 12_000],
  [12, 24_000],
] as const;
