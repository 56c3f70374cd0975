import type { Route } from 'next';
import Link from 'next/link';
import { Card } from '@/components/card';
import type { LatePolicy } from '@/lib/packages/rules';

type Props = {
  held: number;
  review: number;
  paused: number;
  /** Renewals whose hour hangs on a confirmation. */
  open: number;
  late: number;
  policy: LatePolicy;
};

/** What the next day does not send by itself, and what it sends out of its hour; each with the way to it. */
export function StandingStill({ held, review, paused, open, late, policy }: Props) {
  const lines = [
    {
      n: held,
      href: '/packages?state=needs',
      words: ['renovação espera a sua decisão', 'renovações esperam a sua decisão'],
    },
    {
      n: review,
      href: '/packages?state=needs',
      words: ['renovação em conferência com a planilha', 'renovações em conferência com a planilha'],
    },
    { n: paused, href: '/packages?state=paused', words: ['está pausado', 'estão pausados'] },
    {
      n: open,
      href: '/packages/sheet',
      words: [
        'renovação sai 20 h depois que o celular ou a planilha confirmar a anterior: ainda sem hora, fica fora da conta abaixo',
        'renovações saem 20 h depois que o celular ou a planilha confirmar a anterior: ainda sem hora, ficam fora da conta abaixo',
      ],
    },
    {
      n: late,
      href: '/packages?state=late',
      words: [
        'renovação sai fora da hora: está atrasada, ou faltam as 20 h depois da anterior',
        'renovações saem fora da hora: estão atrasadas, ou faltam as 20 h depois da anterior',
      ],
    },
  ].filter((line) => line.n > 0);
  if (lines.length === 0) return null;
  return (
    <Card title="O que pede atenção">
      <ul className="grid gap-1">
        {lines.map(({ n, href, words }) => (
          <li key={words[0]}>
            <Link
              href={href as Route}
              className="inline-flex min-h-11 items-center text-accent hover:underline sm:min-h-7"
            >
              {n} {n === 1 ? words[0] : words[1]}
            </Link>
          </li>
        ))}
      </ul>
      {policy !== 'deliver' && (
        <p className="mt-2 text-[0.8125rem] leading-5 text-muted">
          {policy === 'skip'
            ? 'Pela sua regra, o que está um dia ou mais atrasado é pulado e não aparece abaixo.'
            : 'Pela sua regra, o que está um dia ou mais atrasado espera você e não aparece abaixo.'}
        </p>
      )}
    </Card>
  );
}
