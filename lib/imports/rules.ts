import { fold } from '@/lib/search';

/** What a column of a file can be. */
export const FIELDS = [
  'username',
  'name',
  'phone',
  'email',
  'password',
  'plan',
  'expiresOn',
  'status',
  'notes',
] as const;
export type Field = (typeof FIELDS)[number];
export const isField = (text: unknown): text is Field => FIELDS.some((f) => f === text);

/** A file as lines of cells. `n` counts as a spreadsheet does: the titles are line 1. */
export type Line = { n: number; cells: string[] };
export type Table = { head: string[]; lines: Line[] };

export const MAX_BYTES = 2_000_000;
export const MAX_ROWS = 5_000;
export const MAX_COLUMNS = 60;
/** Rows per transaction: a kill loses at most one chunk, and nothing twice. */
export const CHUNK = 200;
export const UNDO_HOURS = 24;

/** Titles as panels and spreadsheets write them, best first: `expires_at` is an instant, `expires_at_tz` a text. */
const TITLES: Record<Field, readonly string[]> = {
  username: ['username', 'usuario', 'user', 'login', 'conta', 'account', 'linha'],
  name: ['name', 'nome', 'nomecompleto', 'fullname', 'nomedocliente', 'cliente', 'client', 'customer'],
  phone: [
    'whatsapp',
    'whats',
    'zap',
    'celular',
    'telefone',
    'fone',
    'phone',
    'phonenumber',
    'mobile',
    'contato',
  ],
  email: ['email', 'enderecodeemail', 'mail', 'correio'],
  password: ['password', 'senha', 'pass', 'pwd', 'secret'],
  plan: ['plan', 'plano', 'package', 'pacote', 'packagename', 'planname', 'produto', 'bouquet', 'packageid'],
  expiresOn: [
    'expiresat',
    'vencimento',
    'validade',
    'expiresattz',
    'expires',
    'expiry',
    'expire',
    'expdate',
    'expiration',
    'expiracao',
    'expiraem',
    'expira',
    'venceem',
    'vence',
    'datadevencimento',
    'datavencimento',
    'duedate',
  ],
  status: ['status', 'situacao', 'estado', 'state'],
  notes: ['notes', 'note', 'observacoes', 'observacao', 'obs', 'notas', 'nota', 'comentarios', 'anotacoes'],
};

/** A title without what people write differently: case, accents, spaces, underscores. */
const plain = (title: string): string => fold(title).replace(/[^a-z0-9]/g, '');

/** How well a title names a field: 0 is best, null not at all. */
function rank(title: string, field: Field): number | null {
  const at = TITLES[field].indexOf(plain(title));
  return at < 0 ? null : at;
}

/** How many of these titles are known: what tells the right separator from the others. */
export const knownTitles = (head: readonly string[]): number =>
  head.filter((title) => FIELDS.some((field) => rank(title, field) !== null)).length;

/** The best column for each field by its title; a column already remembered stays what it was. */
export function guessFields(
  head: readonly string[],
  remembered: readonly (Field | null | undefined)[] = [],
): (Field | null)[] {
  const fields: (Field | null)[] = head.map((_, at) => remembered[at] ?? null);
  for (const field of FIELDS) {
    if (fields.includes(field)) continue;
    const ranked = head.flatMap((title, at) => {
      const place = rank(title, field);
      return place === null || fields[at] || remembered[at] === null ? [] : [{ at, place }];
    });
    const best = ranked.sort((a, b) => a.place - b.place)[0];
    if (best) fields[best.at] = field;
  }
  return fields;
}

const SIGMA = [
  'package',
  'packageid',
  'whatsapp',
  'note',
  'connections',
  'istrial',
  'userid',
  'serverid',
  'status',
];
const OURS = ['nome', 'whatsapp', 'usuario', 'vencimento', 'situacao'];

/** Whose export a file is, by its titles. */
export function sourceOf(head: readonly string[]): 'sigma' | 'ultragestor' | 'other' {
  const titles = new Set(head.map(plain));
  if (OURS.every((title) => titles.has(title))) return 'ultragestor';
  const dated = titles.has('expiresat') || titles.has('expiresattz');
  const more = SIGMA.filter((title) => titles.has(title)).length;
  return titles.has('username') && dated && more >= 2 ? 'sigma' : 'other';
}
