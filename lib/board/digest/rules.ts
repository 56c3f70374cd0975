import { SUMMARY } from '@/lib/channels/alerts/rules';

/** The hour of the reseller's wall clock at which the morning's summary is due. */
export const DIGEST_FROM = 8;
/** From then on it is no longer a morning's: a product that was down until the evening waits for the next day. */
export const DIGEST_UNTIL = 20;

/** With the day it is what there is at most one of. */
export const digestPeriod = (day: string): string => `${SUMMARY}${day}`;
