/** A WhatsApp group's id: `120363000000000000@g.us`, or the old form with who made it, `258840000001-1600000000@g.us`. */
const JID = /^(\d{15,25}|\d{8,15}-\d{8,12})@g\.us$/;

/**
 * What a person pasted as a group's id, as WhatsApp writes it; null when it is none. The ending may be
 * missing; a phone number is not taken for a group.
 */
export function readJid(typed: string): string | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  const jid = text.includes('@') ? text : `${text}@g.us`;
  return JID.test(jid) ? jid : null;
}
