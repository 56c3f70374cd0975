'use server';
import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { action } from '@/app/action';
import { renewKey } from '@/lib/keys/commands';
import { done, refused } from '@/lib/result';
import { saveSettings } from '@/lib/sync/schedule/commands';
import { settingsSchema } from '@/lib/sync/schedule/schema';

/** Keeps how a server is compared by itself. */
export const saveComparison = action(
  'owner',
  settingsSchema,
  async (actor, { serverId, ...settings }, now) => {
    const saved = await saveSettings(actor, serverId, settings, now);
    revalidatePath('/servers', 'layout');
    return saved
      ? done(undefined, 'Comparação ajustada.')
      : refused('Este servidor não existe mais ou ficou sem painel. Recarregue a página.');
  },
);

/** A new address for the panel's notices; the old one answers nobody from now on. */
export const renewNudgeAddress = action('owner', z.strictObject({}), async (actor, _, now) => {
  await renewKey(actor, 'sigma', now);
  revalidatePath('/servers', 'layout');
  return done(undefined, 'Endereço de aviso gerado. Configure o novo onde o antigo estava.');
});
