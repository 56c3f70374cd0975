/**
 * What a server action answers. `message` is the exact sentence for the status region; `fields` puts a
 * sentence beside each wrong field; `reference` names the log line of something unexpected.
 */
export type ActionResult<T = undefined> =
  | { ok: true; message?: string; data: T }
  | { ok: false; message: string; fields?: Record<string, string>; reference?: string };

export const done = <T = undefined>(data?: T, message?: string): ActionResult<T> => ({
  ok: true,
  message,
  data: data as T,
});

export const refused = (message: string, fields?: Record<string, string>): ActionResult<never> => ({
  ok: false,
  message,
  fields,
});
