import 'server-only';
import { z } from 'zod';

const flag = (fallback: boolean) =>
  z
    .enum(['0', '1', 'true', 'false'])
    .default(fallback ? '1' : '0')
    .transform((v) => v === '1' || v === 'true');

const shape = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  DEMO: flag(true),
  /** 1 behind a reverse proxy of ours: its X-Forwarded-For and X-Forwarded-Host are believed (docs/decisions/0010). */
  TRUST_PROXY: flag(false),
  AUTH_SECRET: z.string().min(32),
  /** May be empty: then the cron route answers 503. */
  CRON_SECRET: z.string().default(''),
  /** "k2:<32 bytes base64>,k1:…"; the first encrypts. */
  ENCRYPTION_KEYS: z.string().min(1),
  /** The only private addresses outgoing calls may reach: "127.0.0.1:4010,…". */
  PANEL_ALLOWED_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform((v) =>
      v
        .split(',')
        .map((h) => h.trim().toLowerCase())
        .filter(Boolean),
    ),
  /** A double of Mercado Pago for tests; counts only when its host stands in PANEL_ALLOWED_PRIVATE_HOSTS. */
  MERCADOPAGO_URL: z.string().default(''),
  /** The same for Meta's graph.facebook.com. */
  WHATSAPP_CLOUD_URL: z.string().default(''),
  /** 1 where a worker runs beside the server (`npm start` says so): acts then leave what they made due to it. */
  HAS_WORKER: flag(false),
  /** Milliseconds between two calls to one panel (sigma-api.md section 8). */
  PANEL_CALL_EVERY_MS: z.coerce.number().int().min(0).default(1000),
  RENEWAL_HOLD_SECONDS: z.coerce.number().min(0).default(10),
  RENEWAL_QUIET_SECONDS: z.coerce.number().min(0).default(900),
  /** Milliseconds between the worker's own ticks; also the cron period. */
  VERIFICACAO_INTERVAL: z.coerce.number().int().min(1000).default(3_600_000),
  /** Off: no package is delivered and no command answered; nothing that is owed is lost. */
  SISTEMA_PACOTES_ENABLED: flag(true),
  /** The installation's sheets, for resellers and groups that have none of their own; empty: the built-in book. */
  GOOGLE_SHEETS_SCRIPT_URL_RETALHO: z.string().default(''),
  GOOGLE_SHEETS_PAGAMENTOS: z.string().default(''),
});

type Env = z.infer<typeof shape>;
let parsed: Env | undefined;

/** The process's settings, checked once. Throws with every wrong name, so that a bad start says why. */
export function env(): Env {
  if (parsed) return parsed;
  const result = shape.safeParse(process.env);
  if (!result.success) {
    const wrong = result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    throw new Error(`Configuração inválida: ${wrong}`);
  }
  parsed = result.data;
  return parsed;
}
