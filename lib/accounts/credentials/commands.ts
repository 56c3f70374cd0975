import 'server-only';
import { randomInt } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { breaks, database, type Executor } from '@/db/client';
import { accountTasks, clients } from '@/db/schema/clients';
import { recordAudit, system } from '@/lib/audit/commands';
import { passwordPlace, seal, unseal } from '@/lib/crypto';
import type { CredentialRules } from '@/lib/panels/rules';
import { searchText } from '@/lib/search';
import { leased, type TaskRow } from '../commands';
import { fits, generatePassword, generateUsername, type Sources } from './rules';

/**
 * Makes a client's guessed username and password anew where the panel's rules, now known, do not fit them.
 * Only what the caller knows that no creation may have carried yet, and only while the task is still ours and
 * unsent. False when the task was lost or a person changed the client meanwhile.
 */
export async function remakeGuessed(task: TaskRow, rules: CredentialRules, now: Date): Promise<boolean> {
  for (let tried = 1; tried <= TRIES; tried++) {
    try {
      return await remake(task, rules, now);
    } catch (error) {
      // Another client here has the new name.
      if (!breaks(error, 'clients_username')) throw error;
    }
  }
  return false;
}

const TRIES = 3;

function remake(task: TaskRow, rules: CredentialRules, now: Date): Promise<boolean> {
  return database().transaction(async (tx) => {
    // The client first: an edit locks in this order, too.
    const [client] = await tx.select().from(clients).where(ofClient(task)).for('update');
    if (!client || !(await isUnsent(tx, task))) return false;
    const place = passwordPlace(task.resellerId, client.id);
    const guessedName = client.usernameFrom === 'guessed';
    const guessedPassword = client.passwordFrom === 'guessed';
    const renamed = guessedName && !fits(client.username, rules);
    const newPassword = guessedPassword && !fits(unseal(client.passwordEncrypted, place), rules);
    const username = renamed ? generateUsername(rules, randomInt) : client.username;
    await tx
      .update(clients)
      .set({
        ...(guessedName ? { usernameFrom: 'ruled' } : {}),
        ...(guessedPassword ? { passwordFrom: 'ruled' } : {}),
        ...(renamed ? { username, search: searchText({ ...client, username }) } : {}),
        ...(newPassword ? { passwordEncrypted: seal(generatePassword(rules, randomInt), place) } : {}),
      })
      .where(ofClient(task));
    const detail = {
      ...(renamed ? { username: { from: client.username, to: username } } : {}),
      ...(newPassword ? { password: 'trocada' } : {}),
    };
    if (renamed || newPassword)
      await recordAudit(
        tx,
        system(task.resellerId),
        {
          action: 'client.updated',
          subjectType: 'client',
          subjectId: client.id,
          clientId: client.id,
          detail,
        },
        now,
      );
    return true;
  });
}

/** Keeps, in the transaction that writes the refusal, that the panel shall make these itself. */
export async function cedeToPanel(tx: Executor, task: TaskRow, ceded: Partial<Sources>): Promise<void> {
  await tx.update(clients).set(ceded).where(ofClient(task));
}

async function isUnsent(tx: Executor, task: TaskRow): Promise<boolean> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(accountTasks)
    .where(and(leased(task), eq(accountTasks.state, 'pending'), eq(accountTasks.attempt, 0)))
    .for('share');
  return rows.length > 0;
}

const ofClient = ({ resellerId, clientId }: TaskRow) =>
  and(eq(clients.resellerId, resellerId), eq(clients.id, clientId));
