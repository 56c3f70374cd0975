import { and, eq } from 'drizzle-orm';
import { database } from '@/db/client';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { recordAudit } from '@/lib/audit/commands';
import { passwordPlace, seal } from '@/lib/crypto';
import { createInvoice } from '@/lib/invoices/commands';
import { searchText } from '@/lib/search';
import { addDays, addToDay, DAY_MS, dayOf, endOfDay } from '@/lib/time';
import { writeHistory } from './history';
import type { Person } from './people';
import type { Shop } from './shop';

export type Seeded = typeof clients.$inferSelect;

/** One client with its account on the panel, its paid past and, near its expiry, its open invoice. */
export async function addPerson(shop: Shop, person: Person, panelUrl: string, now: Date): Promise<Seeded> {
  const { resellerId } = shop.doer;
  const found = and(eq(clients.resellerId, resellerId), eq(clients.username, person.username));
  const [known] = await database().select().from(clients).where(found);
  if (known) return known;
  const plan = shop.plans[person.plan];
  if (!plan) throw new Error(`No plan ${person.plan}`);
  const onPanel = plan.packageId !== null;
  const expiresAt = endOfDay(addToDay(dayOf(now, shop.timezone), person.days), shop.timezone);
  const password = String(100_000 + ((person.username.length * 7919 + person.days * 104_729) % 900_000));
  // The account first: a seed killed here finds no client and makes both again.
  if (onPanel) {
    await onThePanel(panelUrl, {
      username: person.username,
      password,
      name: person.name,
      packageId: plan.packageId,
      expiresAt: expiresAt.toISOString(),
      status: person.days < -10 ? 'INACTIVE' : 'ACTIVE',
    });
  }
  const client = await insert(
    shop,
    person,
    { password, onPanel, expiresAt, planId: plan.id, serverId: plan.serverId },
    now,
  );
  await writeHistory(shop, client);
  if (person.days <= 9) {
    const day = dayOf(expiresAt, shop.timezone);
    const made = new Date(Math.min(now.getTime(), expiresAt.getTime() - 9 * DAY_MS));
    await createInvoice(
      shop.doer,
      { clientId: client.id, amountCents: plan.priceCents, dueOn: day, period: day },
      made,
    );
  }
  return client;
}

type Rest = { password: string; onPanel: boolean; expiresAt: Date; planId: string; serverId: string };

async function insert(shop: Shop, person: Person, rest: Rest, now: Date): Promise<Seeded> {
  const { resellerId } = shop.doer;
  const { password, onPanel, ...columns } = rest;
  const id = newId();
  const createdAt = addDays(now, -110 - (person.username.length % 40), shop.timezone);
  const email = person.plan === 1 ? `${person.username}@exemplo.com` : null;
  const base = { name: person.name, username: person.username, phone: person.phone, email };
  return database().transaction(async (tx) => {
    const [row] = await tx
      .insert(clients)
      .values({
        ...base,
        ...columns,
        id,
        resellerId,
        createdAt,
        status: person.days < -10 ? 'suspended' : 'active',
        passwordEncrypted: seal(password, passwordPlace(resellerId, id)),
        search: searchText(base),
        ...(onPanel
          ? { panelState: 'linked' as const, panelExpiresAt: columns.expiresAt, panelReadAt: now }
          : {}),
      })
      .returning();
    if (!row) throw new Error('The client was not stored');
    const who = { ...shop.doer, userName: 'Ana Estrela' };
    const entry = { action: 'client.created', subjectType: 'client', subjectId: id, clientId: id } as const;
    await recordAudit(tx, who, entry, createdAt);
    return row;
  });
}

/** A person's hand on the demo's panel: see lib/panels/sigma/fake-control.ts. */
export async function onThePanel(url: string, customer: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${url}/__control/customer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(customer),
  });
  if (!answer.ok) throw new Error(`The demo's panel answered ${answer.status}`);
}
