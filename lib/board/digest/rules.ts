/** The hour of the reseller's wall clock at which the morning's summary is due. */
export const DIGEST_FROM = 8;
/** From then on it is no longer a morning's: a product that was down until the evening waits for the next day. */
export const DIGEST_UNTIL = 20;

/** What the summaries of all days have in common; with the day it is what there is at most one of. */
const PREFIX = 'digest:';
export const digestPeriod = (day: string): string => `${PREFIX}${day}`;
/** The same for a LIKE. */
export const DIGESTS = `${PREFIX}%`;
