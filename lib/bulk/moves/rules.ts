import { many } from '../rules';

/** Where a batch goes: a plan there for each plan here, by id. */
export type MoveTarget = { serverId: string; plans: Record<string, string>; suspend: boolean };

/** Why a chosen client stays where they are; in the order in which one is told. */
export const STAYS = [
  'archived',
  'already',
  'no_username',
  'renewing',
  'account_busy',
  'name_taken',
  'other_plan',
] as const;
export type Stay = (typeof STAYS)[number];

/** Some of the chosen clients who share a server, a plan and a fate. */
type MoveGroup = {
  serverId: string;
  serverName: string;
  panelType: string;
  planId: string;
  stay: Stay | null;
  count: number;
  /** Of those, with an account known on their panel, and not suspended. */
  linked: number;
  /** Of the same, suspended ones too. */
  known: number;
  /** Suspended here, and not yet on their panel: the move owes it to the account that they leave. */
  owed: number;
  /** Where they go is the same panel and user: the account there is the one here. */
  same: boolean;
  /** Their open invoices. */
  invoices: number;
};
type Plan = { id: string; name: string; days: number; screens: number; priceCents: number };
type TargetPlan = Plan & { credits: number | null };
export type Target = { name: string; panelType: string; plans: TargetPlan[] };

export type MovePreview = {
  chosen: number;
  count: number;
  lines: { label: string; value: string }[];
  left: { reason: Stay; count: number; names: string[] }[];
};

/**
 * The plan there for each plan here that can be meant without asking, by id: of the same days and screens, by name
 * or the only such one. A paid invoice renews by the plan's days, so any other plan is for a person to choose.
 */
export function samePlans(today: readonly Plan[], there: readonly Plan[]): Record<string, string> {
  return Object.fromEntries(
    today.flatMap((plan) => {
      const alike = there.filter((one) => one.days === plan.days && one.screens === plan.screens);
      const same = alike.find((one) => one.name === plan.name) ?? (alike.length === 1 ? alike[0] : undefined);
      return same ? [[plan.id, same.id]] : [];
    }),
  );
}

/** What a move will do on each panel, in numbers: said before the press. */
export function moveLines(groups: readonly MoveGroup[], to: Target, { plans, suspend }: MoveTarget) {
  const going = groups.filter((group) => group.stay === null);
  const count = sumOf(going, (g) => g.count);
  const lines = [{ label: 'Mudam', value: many(count, 'cliente', 'clientes') }];
  for (const [name, here] of byServer(going)) {
    const ends = sumOf(here, (g) => g.owed + (suspend ? g.linked : 0));
    const left =
      ends > 0 ? `${many(ends, 'conta é suspensa', 'contas são suspensas')}, nenhuma` : 'nenhuma conta';
    const onPanel = `${left}${ends > 0 ? ' é apagada' : ' é suspensa nem apagada'}`;
    const value = here.some((g) => g.panelType !== 'none') ? onPanel : 'sem painel: nada a fazer';
    lines.push({ label: name, value: here.some((g) => g.same) ? SAME : value });
  }
  lines.push({ label: to.name, value: arrival(going, to, plans) });
  const invoices = sumOf(going, (g) => g.invoices);
  lines.push({ label: 'Vencimento aqui', value: 'fica como está' });
  if (invoices > 0)
    lines.push({
      label: 'Faturas abertas',
      value: `${many(invoices, 'fica com o valor e renova', 'ficam com o valor e renovam')} no plano novo`,
    });
  return { count, lines };
}

const SAME = 'é o mesmo painel e usuário: as contas são as mesmas, nenhuma é suspensa nem apagada';

function arrival(going: readonly MoveGroup[], to: Target, plans: Record<string, string>): string {
  if (to.panelType === 'none') return 'sem painel: só o cadastro muda';
  const same = sumOf(going, (g) => (g.same ? g.known : 0));
  const kept = `${many(same, 'conta é a mesma: ligada', 'contas são as mesmas: ligadas')} sem custo e sem renovação`;
  if (same > 0 && same === sumOf(going, (g) => g.count)) return kept;
  const costs = going.map((group) => ({
    count: group.count - (group.same ? group.known : 0),
    credits: to.plans.find((plan) => plan.id === plans[group.planId])?.credits ?? null,
  }));
  const most = sumOf(costs, (c) => c.count * (c.credits ?? 0));
  const unknown = sumOf(costs, (c) => (c.credits === null ? c.count : 0));
  const price = [
    most > 0 || unknown === 0 ? `até ${many(most, 'crédito', 'créditos')}` : null,
    unknown > 0 ? `${unknown.toLocaleString('pt-BR')} sem custo informado` : null,
  ].filter(Boolean);
  const accounts = many(
    sumOf(costs, (c) => c.count),
    'conta é lida',
    'contas são lidas',
  );
  return `${same > 0 ? `${kept}; ` : ''}${accounts}: a que existe é ligada, sem custo e sem renovação; a que falta é criada (${price.join(' e ')})`;
}

function byServer(groups: readonly MoveGroup[]): Map<string, MoveGroup[]> {
  const found = new Map<string, MoveGroup[]>();
  for (const group of groups) found.set(group.serverName, [...(found.get(group.serverName) ?? []), group]);
  return found;
}

const sumOf = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0);
