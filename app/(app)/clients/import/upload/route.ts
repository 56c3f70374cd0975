import { limitedBody } from '@/app/limited-body';
import { apiGate } from '@/lib/auth/gates';
import { storeTable } from '@/lib/imports/commands';
import { readTable } from '@/lib/imports/files/api';
import { fileWords } from '@/lib/imports/messages';
import { MAX_BYTES } from '@/lib/imports/rules';
import { limit } from '@/lib/limits/commands';
import { minutesUntil } from '@/lib/limits/rules';

const UPLOADS = { points: 20, seconds: 600 };

/** A file or pasted text as the body, its name in a header; larger than what a server action takes. */
export async function POST(request: Request): Promise<Response> {
  const actor = await apiGate(request, 'operator');
  if (actor instanceof Response) return actor;
  const now = new Date();
  const allowed = await limit('import-upload', actor.userId, UPLOADS, now);
  if (!allowed.allowed)
    return refuse(
      `Muitos arquivos seguidos. Tente de novo em ${minutesUntil(allowed.retryAt, now)} min.`,
      429,
    );
  const file = await limitedBody(request, MAX_BYTES);
  if (!file) return refuse(fileWords('too_big'), 413);
  const read = readTable(file);
  if (!read.ok) return refuse(fileWords(read.reason, read.line), 422);
  const id = await storeTable(actor, nameOf(request), read.table, now);
  return Response.json({ id }, { headers: { 'cache-control': 'no-store' } });
}

const refuse = (message: string, status: number) => Response.json({ message }, { status });

function nameOf(request: Request): string {
  try {
    const name = decodeURIComponent(request.headers.get('x-file-name') ?? '');
    return name.replace(/\p{C}/gu, '').trim() || 'Texto colado';
  } catch {
    return 'Planilha';
  }
}
