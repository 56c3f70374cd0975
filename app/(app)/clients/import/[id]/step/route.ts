import { validate } from 'uuid';
import { apiGate } from '@/lib/auth/gates';
import { driveImport } from '@/lib/imports/jobs';
import { importProgress } from '@/lib/imports/queries';

const STEP_MS = 700;

/** Drives an import, or its undo, a little further and says how far it is. A foreign id is an absent one. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const actor = await apiGate(request, 'operator');
  if (actor instanceof Response) return actor;
  const { id } = await params;
  const before = validate(id) ? await importProgress(actor.resellerId, id) : null;
  if (!before) return Response.json({ message: 'Esta importação não existe mais.' }, { status: 404 });
  await driveImport(id, () => new Date(), STEP_MS);
  const progress = await importProgress(actor.resellerId, id);
  return Response.json(progress, { headers: { 'cache-control': 'private, no-store' } });
}
