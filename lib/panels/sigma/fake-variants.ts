/** How this panel behaves: every dimension of sigma-api.md section 13. A standing one, or for single calls. */
export type Variant = {
  envelope: 'data' | 'root' | 'array' | 'customer';
  notFound: '400' | '404' | '[]' | '{}' | 'null';
  /** The field and form of the expiry in readings and in answers to changes. */
  expiry: ExpiryForm;
  /** Only in the answer to a renewal; the same as `expiry` when unset. */
  renewExpiry: ExpiryForm | null;
  /** What a renewal does to the date. */
  effect: 'normal' | 'unmoved' | 'double' | 'backwards';
  base: 'later' | 'now' | 'due';
  endOfDay: boolean;
  month: 'calendar' | '30 days';
  /** What the username filter brings: `partial` and `two` put a wrong row first. */
  matching: 'exact' | 'partial' | 'foreign' | 'two';
  perPage: number;
  /** `repeat`: pages after the last bring the last one again. */
  paging: 'meta' | 'bare' | 'repeat';
  create: 'own' | 'generated' | 'nameless' | 'digits' | 'refused';
  createStatus: 200 | 201;
  /** `toggle`: a status call turns the status round, whatever it asks. */
  status: 'set' | 'ignored' | 'toggle';
  zone: string;
  /** The integration API v1: `off` answers 403, `gone` 404. Its pages hold `cap` rows at most, whatever is asked. */
  integration: 'on' | 'off' | 'gone';
  cap: number;
  /** How v1 writes the names of its fields; `unowned` rows do not say whose they are. */
  keys: 'snake' | 'camel';
  unowned: boolean;
};

export type ExpiryForm = 'iso' | 'tz' | 'tz offset' | 'br' | 'sql' | 'day' | 'absent';

export const PLAIN: Variant = {
  envelope: 'data',
  notFound: '400',
  expiry: 'iso',
  renewExpiry: null,
  effect: 'normal',
  base: 'later',
  endOfDay: false,
  month: 'calendar',
  matching: 'exact',
  perPage: 15,
  paging: 'meta',
  create: 'own',
  createStatus: 200,
  status: 'set',
  zone: 'America/Sao_Paulo',
  integration: 'off',
  cap: 20,
  keys: 'snake',
  unowned: false,
};

/** `list` is the integration API's: customers without a filter. The other acts are the same in both APIs. */
export type Act =
  | 'user'
  | 'package'
  | 'customer'
  | 'list'
  | 'settings'
  | 'create'
  | 'renew'
  | 'status'
  | 'delete';

/** A behaviour for coming calls. `times` defaults to 1; -1 is for ever. The first that fits a call is used. */
export type Script = {
  on: Act | 'any';
  /** Only calls about this customer. */
  username?: string;
  times?: number;
  fault?: FaultName;
  /** For `late`: when the change comes after all. */
  lateMs?: number;
  variant?: Partial<Variant>;
};

/** `http 502`, or a name; `after` means that the change was made. */
export type FaultName =
  | `http ${number}`
  | `http ${number} after`
  | 'customer absent'
  | 'package gone'
  | 'no credits'
  | 'validation'
  | 'rate text'
  | 'json as html'
  | 'login page'
  | 'block page'
  | 'challenge'
  | 'rate 1015'
  | 'moved'
  | 'no such path'
  | 'not found page'
  | 'drop'
  | 'drop after'
  | 'late'
  | 'silent'
  | 'silent after'
  | 'slow headers'
  | 'slow body'
  | 'reset when reused'
  | 'huge'
  | 'gzip bomb'
  | 'broken json'
  | 'deep json';
