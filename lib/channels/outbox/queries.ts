import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { invoices } from '@/db/schema/invoices';
import { channels, messages } from '@/db/schema/messages';
import { resellers } from '@/db/schema/resellers';
import { servers } from '@/db/schema/servers';
import { formatMoney } from '@/lib/money';
import { wordingOf } from '@/lib/templates/queries';
import { type Kind, type Rendered, render, type Values } from '@/lib/templates/rules';
import { formatDate, formatDay } from '@/lib/time';

/** The phone a message goes to: its client's, or the one that a message to nobody's client was written for. */
export const recipientPhone = sql<
  string | null
>`case when ${messages.kind} = 'alert' or ${messages.clientId} is null then ${messages.phone} else ${clients.phone} end`;

/** Where a message goes: a client's or a direct one's phone, or a group. */
export const recipient = sql<string | null>`coalesce(${messages.chat}, ${recipientPhone})`;

export type Draft = { rendered: Rendered; channel: 'manual' | 'evolution' | 'cloud'; phone: string | null };

/**
 * Fills the reseller's wording of a kind, or a text of its own, for one client. `expiresAt` is the date just
 * proved; without it the client's own. Goes by itself only where a gateway is connected and the client has a
 * phone.
 */
export async function draftMessage(
  tx: Executor,
  resellerId: ResellerId,
  about: { kind: Kind; clientId: string; subjectId: string; expiresAt?: Date },
  text?: string,
): Promise<Draft> {
  const facts = await factsOf(tx, resellerId, about.clientId);
  if (!facts) throw new Error('A message names a client that its reseller does not have');
  const { client, reseller, gateway } = facts;
  const values: Values = {
    ...clientValues(facts, about.expiresAt),
    ...(about.kind === 'renewed'
      ? await invoiceValues(tx, resellerId, about.subjectId, reseller.locale)
      : {}),
  };
  return {
    rendered: render(about.kind, text ?? (await wordingOf(resellerId, about.kind, tx)), values),
    channel: gateway && client.phone ? gateway : 'manual',
    phone: client.phone,
  };
}

/** What a text may say of one client, for a preview; without the password. Null for an absent client. */
export async function valuesOf(resellerId: ResellerId, clientId: string): Promise<Values | null> {
  const facts = await factsOf(database(), resellerId, clientId);
  return facts ? clientValues(facts) : null;
}

type Facts = NonNullable<Awaited<ReturnType<typeof factsOf>>>;

function clientValues(facts: Facts, expiresAt = facts.client.expiresAt): Values {
  const { client, planName, priceCents, serverName, reseller } = facts;
  return {
    cliente_nome: client.name,
    cliente_usuario: client.username,
    cliente_servidor: serverName,
    cliente_plano: planName,
    cliente_vencimento: formatDate(expiresAt, reseller.timezone),
    cliente_valor: formatMoney({ cents: priceCents, currency: reseller.currency }, reseller.locale),
    empresa_nome: reseller.name,
  };
}

async function factsOf(tx: Executor, resellerId: ResellerId, clientId: string) {
  const [facts] = await tx
    .select({
      client: {
        name: clients.name,
        username: clients.username,
        phone: clients.phone,
        expiresAt: clients.expiresAt,
      },
      planName: plans.name,
      priceCents: plans.priceCents,
      serverName: servers.name,
      reseller: {
        name: resellers.name,
        currency: resellers.currency,
        locale: resellers.locale,
        timezone: resellers.timezone,
      },
      gateway: channels.kind,
    })
    .from(clients)
    .innerJoin(plans, and(eq(plans.resellerId, clients.resellerId), eq(plans.id, clients.planId)))
    .innerJoin(servers, and(eq(servers.resellerId, clients.resellerId), eq(servers.id, clients.serverId)))
    .innerJoin(resellers, eq(resellers.id, clients.resellerId))
    .leftJoin(channels, eq(channels.resellerId, clients.resellerId))
    .where(and(eq(clients.resellerId, resellerId), eq(clients.id, clientId)));
  return facts;
}

/** The invoice a renewal intent or a payment belongs to. */
async function invoiceValues(
  tx: Executor,
  resellerId: ResellerId,
  subjectId: string,
  locale: string,
): Promise<Values> {
  const [invoice] = await tx
    .select({ cents: invoices.amountCents, currency: invoices.currency, dueOn: invoices.dueOn })
    .from(invoices)
    .where(
      and(
        eq(invoices.resellerId, resellerId),
        sql`${invoices.id} in (
          select invoice_id from renewal_intents where reseller_id = ${resellerId} and id = ${subjectId}
          union all
          select invoice_id from payments where reseller_id = ${resellerId} and id = ${subjectId})`,
      ),
    );
  if (!invoice) return {};
  return { fatura_valor: formatMoney(invoice, locale), fatura_vencimento: formatDay(invoice.dueOn) };
}
