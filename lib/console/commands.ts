import 'server-only';
import { database, type Executor } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import type { Doer } from '@/lib/audit/commands';
import { groupById } from '@/lib/groups/queries';
import { activatePackage } from '@/lib/packages/commands';
import { cancelPackageIn } from '@/lib/packages/lifecycle/commands';
import { activationWords } from '@/lib/packages/messages';
import { refKeyOf } from '@/lib/packages/rules';
import { type Country, parsePhone } from '@/lib/phone';
import {
  activeText,
  badNumberText,
  cancelledText,
  LIST_MOST,
  notFoundText,
  notMadeText,
  otherNetworkText,
  refusedText,
  scheduledText,
  statsText,
  unknownSenderText,
  usageText,
  validityText,
} from './messages';
import { findRunning, standingsOf, statsOf } from './queries';
import { type Command, isCounted, type Parsed, parseCommand, type Rights, refusalOf } from './rules';
import type { ConsoleInput } from './schema';

/** Who gives a command, and where. */
export type Who = Rights & {
  resellerId: ResellerId;
  doer: Doer;
  place: { zone: string; country: Country };
  /** When it was written, where that is not when it is worked on: a package starts then. */
  writtenAt?: Date;
};

/** A command's reply: whether it did something, and whether its sender may only have so many of the kind. */
type Reply = { text: string; acted: boolean; counted: boolean };

/**
 * Does what a text asks for, in the caller's transaction, and answers the reply word for word (product.md
 * section 8); null when it is no command. A refusal changes nothing.
 */
export async function runCommand(tx: Executor, who: Who, text: string, now: Date): Promise<Reply | null> {
  const parsed = parseCommand(text);
  if (!parsed) return null;
  const name = parsed.ok ? parsed.command.name : parsed.name;
  const said = await replyTo(tx, who, parsed, now);
  const { text: reply, acted } = typeof said === 'string' ? { text: said, acted: false } : said;
  return { text: reply, acted, counted: isCounted(name, acted, who) };
}

/** A text alone when nothing was done. */
type Said = string | { text: string; acted: true };

async function replyTo(tx: Executor, who: Who, parsed: Parsed, now: Date): Promise<Said> {
  const refusal = refusalOf(parsed.ok ? parsed.command.name : parsed.name, who);
  if (refusal) return refusedText(refusal);
  const { country } = who.place;
  if (!parsed.ok) return parsed.reason === 'usage' ? usageText(parsed.name, country) : badNumberText(country);
  return perform(tx, who, parsed.command, now);
}

/**
 * The same for a line of the Console, by somebody who is signed in and so may act as an admin. Null when the
 * group is none of the reseller's.
 */
export async function commandOf(
  doer: Doer,
  { timezone: zone, country }: { timezone: string; country: Country },
  { groupId, everywhere, text }: ConsoleInput,
  now: Date,
): Promise<string | null> {
  const { resellerId } = doer;
  return database().transaction(async (tx) => {
    const group = groupId ? await groupById(tx, resellerId, groupId) : null;
    if (groupId && (!group || group.archivedAt)) return null;
    const rights = { groupId, phone: null, admin: true, global: everywhere };
    const who = { resellerId, doer, place: { zone, country }, ...rights };
    return (await runCommand(tx, who, text, now))?.text ?? null;
  });
}

async function perform(tx: Executor, who: Who, command: Command, now: Date): Promise<Said> {
  const { resellerId, groupId } = who;
  switch (command.name) {
    case 'pacote':
      return schedule(tx, who, command, now);
    case 'pacotes_ativos':
    case 'pacotes_todos': {
      const everywhere = command.name === 'pacotes_todos';
      const scope = everywhere || !groupId ? {} : { groupId };
      return activeText(await standingsOf(tx, resellerId, scope, { now, limit: LIST_MOST }), {
        everywhere,
        now,
      });
    }
    case 'pacotes_stats':
      return statsText(await statsOf(tx, resellerId, groupId, now), who.place.zone);
    case 'validade':
      return validity(tx, who, command, now);
    case 'cancelar_pacote':
      return cancel(tx, who, command, now);
  }
}

type Of<N extends Command['name']> = Extract<Command, { name: N }>;

/** The manual mode: the package itself has been sent by hand, only its renewals are made. */
async function schedule(tx: Executor, who: Who, command: Of<'pacote'>, now: Date): Promise<Said> {
  const { country, zone } = who.place;
  const { days, reference } = command;
  const number = parsePhone(command.number, country);
  if (!number) return badNumberText(country);
  const startAt = who.writtenAt ?? now;
  const made = await activatePackage(
    tx,
    who.doer,
    { reference, number, groupId: who.groupId, days, startAt, sold: null, tell: false },
    now,
  );
  if (made.ok) return { text: scheduledText(made.subscription, zone), acted: true };
  return made.reason === 'bad_number' ? otherNetworkText() : notMadeText(activationWords(made.reason));
}

/** Every package of a number: the sender's own, or any for an admin. */
async function validity(tx: Executor, who: Who, command: Of<'validade'>, now: Date): Promise<string> {
  const { country, zone } = who.place;
  const number = parsePhone(command.number, country);
  if (!number) return badNumberText(country);
  const stranger = strangerText(who, number);
  if (stranger) return stranger;
  const { standings } = await standingsOf(tx, who.resellerId, { number }, { now, limit: LIST_MOST });
  return standings.length > 0 ? validityText(standings, { zone, now }) : notFoundText(number);
}

/** Ends a package: the sender's own, one of the admin's group, any for the admin of all. */
async function cancel(tx: Executor, who: Who, command: Of<'cancelar_pacote'>, now: Date): Promise<Said> {
  const { country } = who.place;
  const number = parsePhone(command.number, country);
  if (!number) return badNumberText(country);
  const stranger = strangerText(who, number, command.reference);
  if (stranger) return stranger;
  const anywhere = who.global || who.phone === number;
  const refKey = refKeyOf(command.reference);
  const groupId = anywhere ? undefined : (who.groupId ?? undefined);
  // In private an admin of some group has no group to act in.
  const found =
    anywhere || groupId ? await findRunning(tx, who.resellerId, { number, refKey, groupId }) : null;
  if (!found) return notFoundText(number, command.reference);
  const cancelled = await cancelPackageIn(tx, who.doer, { id: found.id }, now);
  return cancelled.ok
    ? { text: cancelledText(number, found.reference), acted: true }
    : notFoundText(number, command.reference);
}

/** What somebody hears who may not ask about this number: the words for a package that does not exist. */
function strangerText(who: Who, number: string, reference?: string): string | null {
  if (who.admin || who.global || who.phone === number) return null;
  return who.phone ? notFoundText(number, reference) : unknownSenderText();
}
