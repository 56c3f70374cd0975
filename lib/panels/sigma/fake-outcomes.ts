import type { MutationClass, PanelReason } from '@/lib/panels/rules';
import type { FaultName } from './fake-variants';

/** What each fault must be taken for, by whichever API it is met: sigma-api.md section 9 as tables for tests. */

const OF_THE_API = new Set<PanelReason>(['capability_off', 'no_permission', 'wrong_path']);

/** Fault, class, reason, and whether the panel renewed. */
export const RENEWAL_FAULTS: [FaultName, MutationClass, PanelReason, number][] = [
  ['http 521', 'not_sent', 'unreachable', 0],
  ['http 523', 'not_sent', 'unreachable', 0],
  ['http 525', 'not_sent', 'unreachable', 0],
  ['http 526', 'not_sent', 'unreachable', 0],
  ['customer absent', 'rejected', 'customer_absent', 0],
  ['package gone', 'rejected', 'package_gone', 0],
  ['no credits', 'rejected', 'no_credits', 0],
  ['validation', 'rejected', 'validation', 0],
  ['http 400', 'rejected', 'refused', 0],
  ['http 401', 'rejected', 'bad_token', 0],
  ['http 402', 'rejected', 'capability_off', 0],
  ['http 403', 'rejected', 'no_permission', 0],
  ['http 404', 'rejected', 'wrong_path', 0],
  ['no such path', 'rejected', 'wrong_path', 0],
  ['http 405', 'rejected', 'wrong_path', 0],
  ['http 419', 'rejected', 'wrong_path', 0],
  ['block page', 'edge_block', 'block_page', 0],
  ['challenge', 'edge_block', 'block_page', 0],
  ['rate 1015', 'edge_block', 'rate_limited', 0],
  ['http 429', 'edge_block', 'rate_limited', 0],
  ['rate text', 'edge_block', 'rate_limited', 0],
  ['moved', 'unknown', 'moved', 0],
  ['login page', 'unknown', 'not_a_panel', 0],
  ['not found page', 'unknown', 'not_a_panel', 0],
  ['json as html', 'unknown', 'bad_answer', 1],
  ['http 500 after', 'unknown', 'server_error', 1],
  ['http 502 after', 'unknown', 'server_error', 1],
  ['http 503 after', 'unknown', 'server_error', 1],
  ['http 504 after', 'unknown', 'server_error', 1],
  ['http 520 after', 'unknown', 'server_error', 1],
  ['http 522 after', 'unknown', 'server_error', 1],
  ['http 524 after', 'unknown', 'server_error', 1],
  ['drop', 'unknown', 'timeout', 0],
  ['drop after', 'unknown', 'timeout', 1],
  ['silent', 'unknown', 'timeout', 0],
  ['silent after', 'unknown', 'timeout', 1],
  ['slow headers', 'unknown', 'timeout', 1],
  ['slow body', 'unknown', 'timeout', 1],
  ['huge', 'unknown', 'bad_answer', 1],
  ['gzip bomb', 'unknown', 'bad_answer', 1],
  ['broken json', 'unknown', 'bad_answer', 1],
  ['deep json', 'unknown', 'unproved', 1],
];

/**
 * The same by an API that has another beside it: what it refuses of itself was certainly not done, and is asked of the
 * other.
 */
export const SECOND_API_FAULTS = RENEWAL_FAULTS.map(
  ([fault, is, reason, done]): (typeof RENEWAL_FAULTS)[number] => [
    fault,
    OF_THE_API.has(reason) ? 'not_sent' : is,
    reason,
    done,
  ],
);

/** A customer who is asked for is unreadable, never absent. */
export const UNREADABLE_FAULTS: FaultName[] = [
  ...(
    [401, 402, 403, 405, 419, 422, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526] as const
  ).map((s): FaultName => `http ${s}`),
  'json as html',
  'login page',
  'block page',
  'challenge',
  'rate 1015',
  'moved',
  'no such path',
  'not found page',
  'drop',
  'silent',
  'slow headers',
  'slow body',
  'huge',
  'gzip bomb',
  'broken json',
  'deep json',
];

/** Faults that last as long as one listens. */
export const SILENT = new Set<FaultName>(['silent', 'slow headers', 'slow body']);
