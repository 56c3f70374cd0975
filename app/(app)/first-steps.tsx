import { Check } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import type { SetupKey, SetupStep } from '@/lib/reports/rules';

const WORDS: Record<SetupKey, { title: string; what: string; go: string; href: string }> = {
  servers: {
    title: 'Ligue um servidor',
    what: 'Endereço, usuário e token do painel; o teste mostra os pacotes e quanto demorou.',
    go: 'Ligar servidor',
    href: '/servers',
  },
  plans: {
    title: 'Monte um plano',
    what: 'Preço, dias e o pacote do painel que cada pagamento renova.',
    go: 'Montar plano',
    href: '/plans',
  },
  clients: {
    title: 'Cadastre um cliente',
    what: 'Ele passa a existir no painel, com usuário e senha gerados.',
    go: 'Cadastrar cliente',
    href: '/clients',
  },
  paid: {
    title: 'Receba o primeiro pagamento',
    what: 'Marque uma fatura como paga e veja a renovação chegar, com a data do próprio painel.',
    go: 'Receber pagamento',
    href: '/invoices',
  },
  groups: {
    title: 'Cadastre um grupo',
    what: 'Onde você vende: um grupo do WhatsApp, ou só um balcão.',
    go: 'Cadastrar grupo',
    href: '/packages/groups',
  },
  prices: {
    title: 'Cole a tabela de preços',
    what: 'O texto que você já manda no grupo; cada linha é conferida antes de valer.',
    go: 'Colar tabela',
    href: '/packages/groups',
  },
  sheet: {
    title: 'Ligue o celular',
    what: 'O celular que executa lê os pedidos daqui; ou use as suas planilhas do Google, em Regras.',
    go: 'Configurar o celular',
    href: '/packages/sheet#configurar',
  },
  packages: {
    title: 'Ative o primeiro pacote',
    what: 'As renovações saem sozinhas, uma por dia, cada uma com sua referência.',
    go: 'Ativar pacote',
    href: '/packages?ativar=1',
  },
  delivered: {
    title: 'Veja o primeiro pedido chegar',
    what: 'O celular confirma o que executou; uma planilha do Google, o que recebeu.',
    go: 'Ver a planilha',
    href: '/packages/sheet',
  },
};

type Props = {
  steps: SetupStep[];
  /** Nearer places than the usual ones, where they are known. */
  hrefs?: Partial<Record<SetupKey, string>>;
  /** What may be done besides. */
  beside?: ReactNode;
};

/** The way to the first renewal; it goes away by being walked. */
export function FirstSteps({ steps, hrefs = {}, beside }: Props) {
  const next = steps.find((s) => !s.done)?.key;
  const done = steps.filter((s) => s.done).length;
  return (
    <Card
      title="Até a primeira renovação"
      actions={<p className="tabular text-faint">{`${done} de ${steps.length}`}</p>}
    >
      <ol className={`grid gap-1 lg:gap-6 ${steps.length > 4 ? 'lg:grid-cols-5' : 'lg:grid-cols-4'}`}>
        {steps.map(({ key, done: walked }, at) => (
          <li key={key} className="flex gap-3 py-1.5 lg:flex-col lg:gap-2.5 lg:py-0">
            <span
              className={`tabular grid size-7 shrink-0 place-items-center rounded-full text-xs font-semibold ${lookOf(walked, key === next)}`}
            >
              {walked ? <Check aria-hidden className="size-4" /> : at + 1}
            </span>
            <div className="min-w-0">
              <p
                className={`font-medium ${walked ? 'text-muted line-through decoration-faint' : 'text-ink'}`}
              >
                {WORDS[key].title}
                {walked && <span className="sr-only"> (feito)</span>}
              </p>
              {!walked && <p className="mt-0.5 text-[0.8125rem] leading-5 text-muted">{WORDS[key].what}</p>}
              {key === next && (
                <ButtonLink href={hrefs[key] ?? WORDS[key].href} variant="primary" size="sm" className="mt-3">
                  {WORDS[key].go}
                </ButtonLink>
              )}
            </div>
          </li>
        ))}
      </ol>
      {beside}
    </Card>
  );
}

/** What a seller of packages may set up too, and need not. The first two are the owner's. */
export function BesideSteps({ owner }: { owner: boolean }) {
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-4 border-t border-line pt-2 text-[0.8125rem] leading-5 text-faint">
      <span>Se quiser:</span>
      {BESIDE.filter((one) => owner || !one.owner).map(({ label, href }) => (
        <Link
          key={href}
          href={href as Route}
          className="inline-flex min-h-11 items-center text-muted underline underline-offset-2 hover:text-ink sm:min-h-8"
        >
          {label}
        </Link>
      ))}
    </p>
  );
}

const BESIDE = [
  { label: 'Receber os SMS de pagamento', href: '/packages/receipts/phone', owner: true },
  { label: 'Conectar o WhatsApp', href: '/settings/whatsapp', owner: true },
  { label: 'Trazer do sistema anterior', href: '/packages/import', owner: false },
];

const lookOf = (walked: boolean, next: boolean) =>
  walked ? 'bg-success-soft text-success' : next ? 'bg-accent text-accent-ink' : 'bg-sunken text-muted';
