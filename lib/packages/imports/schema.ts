import { z } from 'zod';

/** What the system used before wrote; everything it might have left out is optional, and nothing is trusted. */
const text = z.coerce.string().trim().max(200);
const some = text.optional().catch(undefined);
const whole = z.coerce.number().int().min(0).max(1_000_000).optional().catch(undefined);

/** One entry of `dados_pacotes_clientes.json`. */
const oldPackage = z.object({
  numero: text,
  referenciaOriginal: text,
  grupoId: some,
  tipoPacote: whole,
  diasTotal: whole,
  diasRestantes: whole,
  megasIniciais: whole,
  valorMTInicial: z.coerce.number().min(0).max(10_000_000).optional().catch(undefined),
  dataInicio: text,
  renovacoes: whole,
  ultimaRenovacao: some,
  status: some,
});
export type OldPackage = z.output<typeof oldPackage>;

/** One entry of `historico_renovacoes.json`. */
const oldRenewal = z.object({
  numero: text,
  referenciaOriginal: text,
  novaReferencia: text,
  diasRestantes: whole,
  timestamp: some,
});
export type OldRenewal = z.output<typeof oldRenewal>;

/** An entry and what to call it; null where it is not what the old system wrote. */
type Named<T> = { name: string; entry: T | null };
export type OldFiles = { packages: Named<OldPackage>[]; history: Named<OldRenewal>[] };

/** The two files as JSON gave them, entry by entry. */
export const readFiles = (files: { packages: unknown; history: unknown }): OldFiles => ({
  packages: entriesOf(files.packages).map((raw, i) => ({
    name: nameOf(raw, i),
    entry: oldPackage.safeParse(raw).data ?? null,
  })),
  history: entriesOf(files.history).map((raw, i) => ({
    name: nameOf(raw, i),
    entry: oldRenewal.safeParse(raw).data ?? null,
  })),
});

/** Which of the files holds what belongs into the other: only renewals name a new reference, only packages a start. */
export function misplaced(files: { packages: unknown; history: unknown }): ('packages' | 'history')[] {
  const holds = (file: unknown, key: string) =>
    entriesOf(file).some((raw) => typeof raw === 'object' && raw !== null && key in raw);
  const { packages, history } = files;
  return [
    ...(holds(packages, RENEWAL) && !holds(packages, PACKAGE) ? (['packages'] as const) : []),
    ...(holds(history, PACKAGE) && !holds(history, RENEWAL) ? (['history'] as const) : []),
  ];
}
const [RENEWAL, PACKAGE] = ['novaReferencia', 'dataInicio'];

/** A file is an object by key or a list; anything else holds nothing. */
function entriesOf(file: unknown): unknown[] {
  if (Array.isArray(file)) return file;
  return typeof file === 'object' && file !== null ? Object.values(file) : [];
}

const identity = z.object({ numero: some, referenciaOriginal: some });

/** What a person finds an entry by: number, reference and its place in the file. */
function nameOf(raw: unknown, i: number): string {
  const { numero, referenciaOriginal } = identity.safeParse(raw).data ?? {};
  const known = [numero, referenciaOriginal].filter(Boolean).join(' · ');
  return known ? `${known} (item ${i + 1})` : `item ${i + 1}`;
}

export const uploadSchema = z.strictObject({
  packages: z.string().max(8_000_000),
  history: z.string().max(8_000_000),
  hours: z.enum(['local', 'utc']),
  late: z.enum(['deliver', 'skip']),
});

export const importId = z.strictObject({ id: z.uuid() });

const slot = z.object({
  k: z.number().int(),
  reference: z.string(),
  dueAt: z.coerce.date(),
  state: z.enum(['delivered', 'owed', 'skipped']),
  at: z.coerce.date().nullable(),
});

/** A package as it would be taken over, kept until a person decides. */
const takeover = z.object({
  number: z.string(),
  reference: z.string(),
  jid: z.string().nullable(),
  days: z.number().int(),
  startAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  mb: z.number().int().nullable(),
  cents: z.number().int().nullable(),
  /** `D2`: its daily references begin with D2, as the old system numbered them. */
  numbering: z.enum(['D1', 'D2']),
  ended: z.boolean(),
  slots: z.array(slot),
  warnings: z.array(z.string()),
});
export type Takeover = z.output<typeof takeover>;

export const storedPlan = z.object({
  takeovers: z.array(takeover),
  /** Entries that cannot be taken over, each with its reason. */
  refused: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** How many were taken over, once they were. */
  taken: z.number().int().optional(),
});
export type StoredPlan = z.output<typeof storedPlan>;
