'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { retryFailed, stopBulk } from '@/lib/bulk/commands';
import { bulkRef } from '@/lib/bulk/schema';
import { done, refused } from '@/lib/result';

/** *Tentar de novo*: the failed rows under the same keys. */
export const retryMany = action('operator', bulkRef, async (actor, { bulkId }, now) => {
  const again = await retryFailed(actor, bulkId, now);
  revalidatePath('/', 'layout');
  return again > 0 ? done() : refused('Não há nada a tentar de novo. Atualize a página.');
});

/** *Parar*: what has not been done yet stays undone. */
export const stopMany = action('operator', bulkRef, async (actor, { bulkId }, now) => {
  const left = await stopBulk(actor, bulkId, now);
  revalidatePath('/', 'layout');
  if (left === 0) return refused('Este lote já terminou.');
  return done(
    undefined,
    left === 1 ? 'Lote parado: 1 ficou de fora' : `Lote parado: ${left} ficaram de fora`,
  );
});
