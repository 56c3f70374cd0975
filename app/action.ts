import 'server-only';
import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { recordRefusal } from '@/lib/auth/commands';
import { currentActor } from '@/lib/auth/gates';
import { type Actor, allows, type Role, sameOrigin } from '@/lib/auth/rules';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import '@/lib/field-words';
import { type ActionResult, refused } from '@/lib/result';
import { writable } from '@/lib/search';
import { drivenAfter } from './driven-after';

const FOREIGN = 'Pedido recusado: veio de outro site.';
const CHECK_FIELDS = 'Confira os campos destacados.';

type Run<S extends z.ZodType, T> = (actor: Actor, input: z.output<S>, now: Date) => Promise<ActionResult<T>>;

/**
 * A server action: the session and the role are checked, the input is parsed, the unexpected is logged under
 * a reference that the screen shows. `run` decides everything else.
 */
export function action<S extends z.ZodType, T>(least: Role, schema: S, run: Run<S, T>) {
  return async (input: z.input<S>): Promise<ActionResult<T>> => {
    if (!sameOrigin(await headers(), env().TRUST_PROXY)) return refused(FOREIGN);
    const now = new Date();
    return reporting(async () =>
      drivenAfter(async () => perform(await currentActor(), least, schema, run, input, now)),
    );
  };
}

/** A server action for whoever stands at the door: no session, else as `action`. */
export function openAction<S extends z.ZodType, T>(
  schema: S,
  run: (input: z.output<S>, now: Date) => Promise<ActionResult<T>>,
) {
  return async (input: z.input<S>): Promise<ActionResult<T>> => {
    if (!sameOrigin(await headers(), env().TRUST_PROXY)) return refused(FOREIGN);
    const now = new Date();
    return reporting(async () => {
      const parsed = parse(schema, input);
      return parsed.ok ? drivenAfter(() => run(parsed.data, now)) : parsed;
    });
  };
}

/** What `action` does once it knows who asks. */
export async function perform<S extends z.ZodType, T>(
  actor: Actor | null,
  least: Role,
  schema: S,
  run: Run<S, T>,
  input: unknown,
  now: Date,
): Promise<ActionResult<T>> {
  if (!actor) return refused('Sua sessão terminou. Entre de novo para continuar.');
  if (!allows(actor.role, least)) {
    await recordRefusal(actor, least, now);
    return refused('Seu perfil não permite isto. Peça a quem administra a conta.');
  }
  const parsed = parse(schema, input);
  return parsed.ok ? run(actor, parsed.data, now) : parsed;
}

/** The input as its schema reads it, or a sentence for each wrong field. */
function parse<S extends z.ZodType>(schema: S, input: unknown): ActionResult<z.output<S>> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused(CHECK_FIELDS, fieldsOf(parsed.error));
  const fields = unwritable(input);
  return Object.keys(fields).length > 0 ? refused(CHECK_FIELDS, fields) : { ok: true, data: parsed.data };
}

/** The fields with a character the database cannot keep: pasted from a file, it is invisible. */
function unwritable(input: unknown, path: string[] = []): Record<string, string> {
  if (typeof input === 'string')
    return writable(input) === input
      ? {}
      : { [path.join('.')]: 'Há um caractere invisível que não pode ser guardado. Apague e digite de novo.' };
  if (typeof input !== 'object' || input === null) return {};
  return Object.assign({}, ...Object.entries(input).map(([key, value]) => unwritable(value, [...path, key])));
}

/** Runs `work`; an unexpected error becomes a sentence with the reference of its log line. */
export async function reporting<T>(work: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await work();
  } catch (err) {
    unstable_rethrow(err);
    const reference = randomUUID().slice(0, 8);
    log.error({ err, reference }, 'action failed');
    return {
      ok: false,
      message: `Algo deu errado do nosso lado. Tente de novo; se repetir, informe o código ${reference}.`,
      reference,
    };
  }
}

/** The first sentence of each wrong field, by its dotted path. */
function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.join('.');
    if (name && !Object.hasOwn(fields, name)) fields[name] = issue.message;
  }
  return fields;
}
