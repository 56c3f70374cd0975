import { type CommonReason, many } from '../rules';

export const CLIENT_ACTS = ['suspend', 'activate', 'plan', 'archive', 'restore', 'message', 'move'] as const;
export type ClientAct = (typeof CLIENT_ACTS)[number];

export type ClientReason =
  | CommonReason
  | 'already'
  | 'absent'
  | 'archived'
  | 'other_server'
  | 'plan_absent'
  | 'no_phone'
  | 'twice'
  | 'renewing'
  | 'account_busy'
  | 'server_away'
  | 'plan_away'
  | 'username_taken'
  | 'name_taken'
  | 'no_username'
  | 'other_plan'
  | `template:${string}`;

/** A number sends one text every ten seconds: more than this would still be leaving tomorrow. */
export const MOST_MESSAGES = 1_000;

/** The chosen clients of one server, counted. */
export type ServerGroup = {
  serverId: string;
  serverName: string;
  count: number;
  suspended: number;
  linked: number;
  withoutPhone: number;
  archived: number;
  /** Of those on the plan asked about. */
  onPlan: number;
};

export type ClientPreview = {
  /** The clients chosen, and those the act will change. */
  chosen: number;
  count: number;
  lines: { label: string; value: string }[];
};

type Asked = { act: Exclude<ClientAct, 'message' | 'move'>; plan: { serverId: string; name: string } | null };

/** What one press will do, summed: shown before it. Where there is nothing to do is told and not counted. */
export function previewOf(groups: ServerGroup[], { act, plan }: Asked): ClientPreview {
  const chosen = sumOf(groups, (g) => g.count);
  const onPanels = (of: (g: ServerGroup) => number) =>
    groups.flatMap((g) => {
      const n = of(g);
      return n > 0 ? [{ label: `Painel ${g.serverName}`, value: `até ${many(n, 'conta', 'contas')}` }] : [];
    });
  switch (act) {
    case 'suspend': {
      const count = sumOf(groups, (g) => g.count - g.suspended - g.archived);
      const idle = idleLine(chosen - count, 'Já suspensos');
      return { chosen, count, lines: [changed(count), ...onPanels((g) => g.linked), ...idle] };
    }
    case 'activate': {
      const count = sumOf(groups, (g) => g.suspended);
      const idle = idleLine(chosen - count, 'Já ativos');
      return { chosen, count, lines: [changed(count), ...onPanels((g) => g.linked), ...idle] };
    }
    case 'plan': {
      const there = groups.filter((g) => g.serverId === plan?.serverId);
      const elsewhere = chosen - sumOf(there, (g) => g.count);
      const count = sumOf(there, (g) => g.count - g.onPlan - g.archived);
      const lines = [changed(count), ...idleLine(chosen - count - elsewhere, 'Já neste plano')];
      return { chosen, count, lines: [...lines, ...idleLine(elsewhere, 'De outro servidor')] };
    }
    case 'archive': {
      const count = sumOf(groups, (g) => g.count - g.archived);
      return { chosen, count, lines: [changed(count), ...idleLine(chosen - count, 'Já arquivados')] };
    }
    case 'restore': {
      const count = sumOf(groups, (g) => g.archived);
      return { chosen, count, lines: [changed(count), ...idleLine(chosen - count, 'Não arquivados')] };
    }
  }
}

const changed = (count: number) => ({ label: 'Mudam', value: many(count, 'cliente', 'clientes') });

const idleLine = (count: number, label: string) =>
  count > 0 ? [{ label, value: many(count, 'cliente, fica como está', 'clientes, ficam como estão') }] : [];

const sumOf = (groups: ServerGroup[], of: (group: ServerGroup) => number) =>
  groups.reduce((sum, group) => sum + of(group), 0);
