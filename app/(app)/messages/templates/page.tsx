import type { Metadata } from 'next';
import { Tabs } from '@/components/filters';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { formatMoney } from '@/lib/money';
import { KIND_WORDS, SAMPLE_VALUES } from '@/lib/templates/messages';
import { listWordings } from '@/lib/templates/queries';
import type { Values } from '@/lib/templates/rules';
import { WordingForm } from './wording-form';

export const metadata: Metadata = { title: 'Textos das mensagens' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TemplatesPage({ searchParams }: Props) {
  const actor = await pageGate('operator');
  const wordings = await listWordings(actor.resellerId);
  const { tipo } = await searchParams;
  const wording = wordings.find((w) => w.kind === tipo) ?? wordings[0];
  if (!wording) return null;
  const { currency, locale, name } = actor.reseller;
  const price = formatMoney({ cents: currency === 'BRL' ? 3_590 : 4_400, currency }, locale);
  const sample: Values = { ...SAMPLE_VALUES, cliente_valor: price, fatura_valor: price, empresa_nome: name };
  return (
    <>
      <PageHeader
        title="Textos das mensagens"
        description="Escreva do seu jeito. As variáveis são trocadas pelos dados de cada cliente na hora do envio."
        back={{ href: '/messages', label: 'Mensagens' }}
      />
      <Tabs
        label="Tipos de mensagem"
        items={wordings.map(({ kind }) => ({
          label: KIND_WORDS[kind].label,
          href: `/messages/templates?tipo=${kind}`,
          current: kind === wording.kind,
        }))}
      />
      <p className="mt-4 text-muted">{KIND_WORDS[wording.kind].when}</p>
      {/* A new wording starts a new form: saving, resetting, changing the kind. */}
      <WordingForm key={`${wording.kind}${wording.own}`} wording={wording} sample={sample} />
    </>
  );
}
