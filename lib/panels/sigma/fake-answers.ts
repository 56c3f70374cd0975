import { Temporal } from 'temporal-polyfill';
import type { FakePackage } from './fake-catalogue';
import type { FakeCustomer, FakeState } from './fake-state';
import type { ExpiryForm, Variant } from './fake-variants';

/** An answer before it is written to the wire. */
export type Answer = { status: number; body: unknown };

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const refuse = (status: number, message: string, errors?: Record<string, string[]>): Answer => ({
  status,
  body: errors ? { message, errors } : { message },
});

/** A single object in the envelope of this variant. */
export function wrapped(row: unknown, { envelope }: Variant): unknown {
  if (envelope === 'root') return row;
  if (envelope === 'array') return { data: [row] };
  return { data: envelope === 'customer' ? { customer: row } : row };
}

/** The three known ways to say that a customer does not exist. */
function notFound({ notFound: form }: Variant): Answer {
  if (form === '400') return refuse(400, "This customer doesn't exists");
  if (form === '404') return refuse(404, 'Not Found');
  return ok({ data: JSON.parse(form) });
}

/** What the username filter brings. */
export function foundCustomers(state: FakeState, username: string, v: Variant): Answer {
  const exact = state.customers.get(username);
  const rowOf = (c: FakeCustomer) => customerRow(state, c, v);
  if (v.matching === 'partial' || v.matching === 'two') {
    const like = [...state.customers.values()].filter((c) => c.username.includes(username) && c !== exact);
    const stranger =
      exact && v.matching === 'two' ? [{ ...exact, id: 'wrongRow22', username: `${username}2` }] : [];
    const rows = [...stranger, ...like, ...(exact ? [exact] : [])].map(rowOf);
    return rows.length > 0 ? ok({ data: rows }) : notFound(v);
  }
  if (!exact) return notFound(v);
  const owner = v.matching === 'foreign' ? (state.users[1]?.id ?? 'foreignUsr') : exact.userId;
  return ok(wrapped(rowOf({ ...exact, userId: owner }), v));
}

/** A row as the panel sends it: with the password and the links in clear. */
export function customerRow(state: FakeState, c: FakeCustomer, v: Variant): Record<string, unknown> {
  const pack = state.packages.find((p) => p.id === c.packageId);
  return {
    id: c.id,
    username: c.username,
    password: c.password,
    name: c.name,
    email: c.email,
    note: c.note,
    whatsapp: c.whatsapp,
    status: c.status,
    is_trial: pack?.trial ? 'YES' : 'NO',
    package: pack?.name ?? null,
    package_id: c.packageId,
    user_id: c.userId,
    server_id: 'sRv1xKq9Za',
    connections: pack?.screens ?? 1,
    m3u_url: `http://dns.example/get.php?username=${c.username}&password=${c.password}`,
    m3u_url_short: 'http://dns.example/s/x',
    playlist: `#EXTM3U ${c.password}`,
    renew_url: 'https://pay.example/r/x',
    ...expiryFields(c.expiresAt, v.expiry, v.zone),
  };
}

/** The date in one of the forms seen (section 6). */
export function expiryFields(iso: string, form: ExpiryForm, zone: string): Record<string, string> {
  const local = Temporal.Instant.from(iso).toZonedDateTimeISO(zone);
  const day = local.toPlainDate().toString();
  const time = local.toPlainTime().toString({ smallestUnit: 'second' });
  const br = `${day.split('-').reverse().join('/')} ${time}`;
  switch (form) {
    case 'iso':
      return { expires_at: iso.replace(/\.(\d{3})Z$/, '.$1000Z'), expires_at_tz: `${day} ${time}` };
    case 'tz':
      return { expires_at_tz: `${day} ${time}` };
    case 'tz offset':
      return { expires_at_tz: `${day}T${time}${local.offset}` };
    case 'br':
      return { expiresAt: br };
    case 'sql':
      return { expire: `${day} ${time}` };
    case 'day':
      return { expiry_date: day };
    case 'absent':
      return {};
  }
}

/** One page of a list, with or without the paginator's word on the last. */
export function pageOf<R>(
  rows: R[],
  asked: string | null,
  v: Variant,
  written: (row: R) => unknown = (row) => row,
): Answer {
  const last = Math.max(1, Math.ceil(rows.length / v.perPage));
  const page = Math.max(1, Number(asked ?? 1) || 1);
  const shown = v.paging === 'repeat' ? Math.min(page, last) : page;
  // Only what is shown is written: a page of ten thousand costs what a page of ten does.
  const data = rows.slice((shown - 1) * v.perPage, shown * v.perPage).map(written);
  const meta = { current_page: page, last_page: last, per_page: v.perPage, total: rows.length };
  return ok(v.paging === 'meta' ? { data, links: {}, meta } : { data });
}

export const packageRow = (p: FakePackage): Record<string, unknown> => ({
  id: p.id,
  server_id: 'sRv1xKq9Za',
  name: p.name,
  status: p.active ? 'ACTIVE' : 'INACTIVE',
  is_trial: p.trial ? 'YES' : 'NO',
  is_adult: 'NO',
  plan_price: p.priceCents,
  credits: p.credits,
  duration: p.duration,
  duration_in: p.unit,
  connections: p.screens,
});
