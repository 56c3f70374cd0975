import { Package } from 'lucide-react';
import { ButtonLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import type { PackageFilters } from '@/lib/packages/list/schema';
import { addressOf } from './address';

/** Nothing found, or nothing in this view: each with the way on. */
export function NothingHere({ filters }: { filters: PackageFilters }) {
  if (filters.q || filters.group || filters.days) {
    const all = filters.state === 'all';
    return (
      <EmptyState icon={Package} title="Nenhum pacote encontrado">
        <p>Nada corresponde à busca e aos filtros escolhidos{all ? '.' : ' nesta visão.'}</p>
        <ButtonLink href={all ? '/packages' : addressOf(filters, { state: 'all' })} className="mt-4">
          {all ? 'Limpar busca e filtros' : 'Procurar em todos'}
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Package} title={EMPTY[filters.state ?? 'active'][0]}>
      {EMPTY[filters.state ?? 'active'][1]}
    </EmptyState>
  );
}

const EMPTY: Record<NonNullable<PackageFilters['state']>, [string, string]> = {
  active: ['Nenhum pacote ativo', 'Os que terminaram estão em Encerrados, com tudo o que entregaram.'],
  late: ['Nada atrasado', 'Toda renovação saiu na hora dela, com até uma hora de tolerância.'],
  needs: ['Nada espera por você', 'Aqui aparece o que só uma pessoa pode decidir.'],
  paused: [
    'Nenhum pacote pausado',
    'Um pacote pausado não perde renovações: elas seguem quando ele é retomado.',
  ],
  closed: ['Nenhum pacote encerrado ainda', 'Um pacote termina quando venceu e não deve mais nada.'],
  all: ['Nenhum pacote', 'Os pacotes aparecem aqui assim que forem ativados.'],
};

/** What a package does, for who has none yet. */
export function FirstPackage({ hasGroups, works }: { hasGroups: boolean; works: boolean }) {
  return (
    <EmptyState icon={Package} title="Nenhum pacote ainda">
      <p>
        Um pacote de 5 dias comprado dia 18 às 10:00 renova sozinho às 08:00 de cada dia seguinte: ABC123D1 no
        dia 19, até ABC123D5 no dia 23. Cada renovação vira um pedido e um pagamento na planilha, uma única
        vez.
      </p>
      {works && (
        <p className="mt-3">
          Já enviou o pacote à mão? Use <strong>Agendar renovações</strong>. Para vender pela tabela de
          preços,{' '}
          {hasGroups ? (
            <>
              use <strong>Ativar pacote pago</strong>.
            </>
          ) : (
            'comece por um grupo.'
          )}
        </p>
      )}
      {works && !hasGroups && (
        <ButtonLink href="/packages/groups" className="mt-4">
          Cadastrar um grupo
        </ButtonLink>
      )}
      {works && (
        <p className="mt-3">
          <ButtonLink href="/packages/import" variant="ghost">
            Trazer do sistema anterior
          </ButtonLink>
        </p>
      )}
    </EmptyState>
  );
}
