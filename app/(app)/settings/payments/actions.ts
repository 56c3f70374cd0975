'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { disconnectAccount, type Seen } from '@/lib/mercadopago/commands';
import { connectAccount, mayAskProvider, testAccount } from '@/lib/mercadopago/jobs';
import { ACCOUNT_HELP } from '@/lib/mercadopago/messages';
import { accountForm, noInput } from '@/lib/mercadopago/schema';
import { type ActionResult, done, refused } from '@/lib/result';

const TOO_MANY = 'Muitas tentativas seguidas. Espere um minuto e tente de novo.';

/** Looks at the account with the typed token, or the stored one; changes nothing. */
export const test = action('owner', accountForm, async (actor, input, now) =>
  asking(actor.userId, now, async () => {
    const seen = await testAccount(actor.resellerId, input);
    if (!seen) return tokenNeeded();
    return seen.state === 'ok'
      ? done(undefined, `Conexão certa${named(seen)}.`)
      : refused(ACCOUNT_HELP[seen.state]);
  }),
);

/** Keeps the account, whatever its state: the page shows it. */
export const save = action('owner', accountForm, async (actor, input, now) =>
  asking(actor.userId, now, async () => {
    const seen = await connectAccount(actor, input, now);
    if (!seen) return tokenNeeded();
    revalidatePath('/settings/payments');
    return done(
      undefined,
      seen.state === 'ok'
        ? `Mercado Pago conectado${named(seen)}.`
        : `Conta salva, mas ainda não cobra. ${ACCOUNT_HELP[seen.state]}`,
    );
  }),
);

/** Forgets the account; invoices show the PIX of the reseller's own key again. */
export const disconnect = action('owner', noInput, async (actor, _, now) => {
  const gone = await disconnectAccount(actor, now);
  revalidatePath('/settings/payments');
  return gone
    ? done(undefined, 'Mercado Pago desconectado. As faturas voltam a mostrar o PIX da sua chave.')
    : refused('Nenhuma conta está conectada.');
});

const named = ({ accountName }: Seen) => (accountName ? `: conta ${accountName}` : '');
const tokenNeeded = () =>
  refused('Confira os campos destacados.', { token: 'Cole o token de acesso da sua conta.' });

async function asking(userId: string, now: Date, ask: () => Promise<ActionResult>): Promise<ActionResult> {
  const turn = await mayAskProvider(userId, now);
  return turn.allowed ? ask() : refused(TOO_MANY);
}
