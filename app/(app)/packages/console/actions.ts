'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { allows } from '@/lib/auth/rules';
import { namesOfGroups } from '@/lib/channels/evolution/jobs';
import { noInput } from '@/lib/channels/evolution/schema';
import { commandOf } from '@/lib/console/commands';
import { parseCommand } from '@/lib/console/rules';
import { consoleSchema } from '@/lib/console/schema';
import { env } from '@/lib/env';
import { saveGroup } from '@/lib/groups/commands';
import { GROUP_WORDS } from '@/lib/groups/messages';
import { linkIdentity } from '@/lib/inbound/identities/commands';
import { linkSchema, registerSchema } from '@/lib/inbound/schema';
import { parsePhone } from '@/lib/phone';
import { done, refused } from '@/lib/result';

const NO_COMMAND = 'Isto não é um comando: no WhatsApp, nada seria respondido.';
const SWITCHED_OFF = 'O sistema de pacotes está desligado nesta instalação: nenhum comando é respondido.';
const ONLY_VALIDITY = 'Seu perfil só consulta validades: .validade NUMERO.';

/** One line of the Console, done like one of WhatsApp; answers the reply. */
export const run = action('viewer', consoleSchema, async (actor, input, now) => {
  if (!env().SISTEMA_PACOTES_ENABLED) return refused(SWITCHED_OFF);
  const parsed = parseCommand(input.text);
  if (!parsed) return done(NO_COMMAND);
  const named = parsed.ok ? parsed.command.name : parsed.name;
  const acts = allows(actor.role, 'operator');
  if (!acts && named !== 'validade') return done(ONLY_VALIDITY);
  const reply = await commandOf(
    actor,
    actor.reseller,
    { ...input, everywhere: acts && input.everywhere },
    now,
  );
  if (reply === null) return refused(GROUP_WORDS.absent);
  if (named === 'pacote' || named === 'cancelar_pacote') revalidatePath('/packages');
  return done(reply);
});

/** What the connected gateway calls its groups, by their ids. */
export const names = action('operator', noInput, async (actor) => {
  const named = await namesOfGroups(actor.resellerId);
  return named
    ? done(named)
    : refused('O WhatsApp conectado não disse os nomes. Veja em Configurações se ele está no ar.');
});

/** A group that wrote becomes one of the reseller's. */
export const register = action('operator', registerSchema, async (actor, { jid, name }, now) => {
  const saved = await saveGroup(actor, null, { name, jid, slotMb: null, slotCents: null }, now);
  if (!saved.ok) return refused(GROUP_WORDS[saved.reason]);
  revalidatePath('/packages', 'layout');
  return done(undefined, `Grupo ${name} cadastrado. Os comandos dele passam a ser respondidos.`);
});

/** Says whose an id that hides a number is. */
export const link = action('operator', linkSchema, async (actor, { lid, phone: typed }, now) => {
  const phone = parsePhone(typed, actor.reseller.country);
  if (!phone)
    return refused('Confira os campos destacados.', { phone: 'Digite um número de WhatsApp válido.' });
  const linked = await linkIdentity(actor, { lid, phone }, now);
  revalidatePath('/packages/console');
  return linked ? done(undefined, 'Pessoa identificada.') : refused('Esta pessoa já foi identificada.');
});
