import { Check } from 'lucide-react';
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
    go: 'Abrir grupos',
    href: '/packages/groups',
  },
  sheet: {
    title: 'Ligue o telefone',
    what: 'O celular que executa lê os pedidos daqui; ou use as suas planilhas do Google, em Regras.',
    go: 'Ver como ligar',
    href: '/packages/sheet',
  },
  packages: {
    title: 'Ative o primeiro pacote',
    what: 'As renovações saem sozinhas, uma por dia, cada uma com sua referência.',
    go: 'Ativar pacote',
    href: '/packages',
  },
};

/** The way to the first renewal; it goes away by being walked. */
export function FirstSteps({ steps }: { steps: SetupStep[] }) {
  const next = steps.find((s) => !s.done)?.key;
  const done = steps.filter((s) => s.done).length;
  return (
    <Card
      title="Até a primeira renovação"
      actions={<p className="tabular text-faint">{`${done} de ${steps.length}`}</p>}
    >
      <ol className="grid gap-1 lg:grid-cols-4 lg:gap-6">
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
                <ButtonLink href={WORDS[key].href} variant="primary" size="sm" className="mt-3">
                  {WORDS[key].go}
                </ButtonLink>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

const lookOf = (walked: boolean, next: boolean) =>
  walked ? 'bg-success-soft text-success' : next ? 'bg-accent text-accent-ink' : 'bg-sunken text-muted';
