import { limitedBody } from '@/app/limited-body';
import { apiGate } from '@/lib/auth/gates';
import { limit } from '@/lib/limits/commands';
import { minutesUntil } from '@/lib/limits/rules';
import { keepPlan } from '@/lib/packages/imports/commands';
import { misplacedWords } from '@/lib/packages/imports/messages';
import { planTakeover } from '@/lib/packages/imports/rules';
import { misplaced, readFiles, uploadSchema } from '@/lib/packages/imports/schema';
import { writable } from '@/lib/search';

const UPLOADS = { points: 20, seconds: 600 };
const MAX_BYTES = 16_000_000;
/** What one page can show and one press take over. */
const MOST_PACKAGES = 3_000;

/** The old system's files as JSON; larger than what a server action takes. Nothing is taken over here. */
export async function POST(request: Request): Promise<Response> {
  const actor = await apiGate(request, 'operator');
  if (actor instanceof Response) return actor;
  const now = new Date();
  const allowed = await limit('package-import', actor.userId, UPLOADS, now);
  if (!allowed.allowed)
    return refuse(
      `Muitos arquivos seguidos. Tente de novo em ${minutesUntil(allowed.retryAt, now)} min.`,
      429,
    );
  const body = await limitedBody(request, MAX_BYTES);
  if (!body) return refuse('Os arquivos passam de 8 MB cada. Divida-os em partes.', 413);
  const sent = uploadSchema.safeParse(parsed(writable(body.toString('utf8'))));
  if (!sent.success) return refuse('Escolha o arquivo dos pacotes ou o do histórico.', 422);
  const { hours, late, ...texts } = sent.data;
  const files = { packages: parsed(texts.packages), history: parsed(texts.history) };
  if (texts.packages.trim() && files.packages === undefined)
    return refuse('O arquivo dos pacotes não é um JSON inteiro. Copie-o de novo do servidor antigo.', 422);
  if (texts.history.trim() && files.history === undefined)
    return refuse('O arquivo do histórico não é um JSON inteiro. Copie-o de novo do servidor antigo.', 422);
  const wrong = misplacedWords(misplaced(files));
  if (wrong) return refuse(wrong, 422);
  const { timezone: zone, country } = actor.reseller;
  const plan = planTakeover(readFiles(files), { zone, country, hours, late }, now);
  if (plan.takeovers.length + plan.refused.length === 0)
    return refuse('Estes arquivos não têm nenhum pacote.', 422);
  if (plan.takeovers.length > MOST_PACKAGES)
    return refuse(
      `Os arquivos têm ${plan.takeovers.length} pacotes. Importe até ${MOST_PACKAGES} de cada vez.`,
      422,
    );
  const id = await keepPlan(actor, plan, now);
  return Response.json({ id }, { headers: { 'cache-control': 'no-store' } });
}

const refuse = (message: string, status: number) => Response.json({ message }, { status });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
