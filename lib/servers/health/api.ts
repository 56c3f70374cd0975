import type {
  CallTrace,
  CreateAnswer,
  CredentialRules,
  CustomerReading,
  PanelAdapter,
  PanelReason,
  RenewAnswer,
  StatusAnswer,
} from '@/lib/panels/rules';
import type { Circuit, PanelCall } from './rules';

/** What stands between a panel and whoever calls it. */
export type Gate = {
  /** Waits for the panel's turn. A trace means: nothing may be sent, answer this. */
  turn(call: PanelCall): Promise<CallTrace | null>;
  record(call: PanelCall, trace: CallTrace): Promise<void>;
  /** Keeps the panel's id of our user. */
  keepUser(userId: string): Promise<void>;
};

/** How credentials look when the panel cannot be asked. */
const PLAIN_CREDENTIALS: CredentialRules = {
  format: 'alphanumeric',
  minLength: 8,
  maxLength: 12,
  timezone: null,
};

/**
 * An adapter whose every call waits its turn and leaves its trace. What must not be sent now is answered
 * without touching the network: reads as unreadable, changes as `not_sent`. The reseller's user id is found
 * before the first call that needs it.
 */
export function pacedPanel(
  build: (userId: string | null) => PanelAdapter,
  known: string | null,
  gate: Gate,
): PanelAdapter {
  let userId = known;
  let panel = build(known);

  async function through<A extends { trace: CallTrace }>(
    call: PanelCall,
    run: () => Promise<A>,
    held: (trace: CallTrace) => A,
  ): Promise<A> {
    const closed = await gate.turn(call);
    if (closed) return held(closed);
    const answer = await run();
    await gate.record(call, answer.trace);
    return answer;
  }

  async function findUser() {
    const answer = await through(
      'read',
      () => panel.findUser(),
      (trace) => ({ ok: false, userId: null, trace }),
    );
    if (answer.userId && answer.userId !== userId) {
      userId = answer.userId;
      panel = build(userId);
      await gate.keepUser(userId);
    }
    return answer;
  }

  async function asUser<A extends { trace: CallTrace }>(
    call: PanelCall,
    run: () => Promise<A>,
    held: (trace: CallTrace) => A,
  ): Promise<A> {
    if (userId !== null) return through(call, run, held);
    const found = await findUser();
    if (found.userId !== null) return through(call, run, held);
    return held(found.ok ? { ...found.trace, reason: 'user_not_found' } : found.trace);
  }

  return {
    findUser,
    listPackages: () =>
      through(
        'read',
        () => panel.listPackages(),
        (trace) => ({ ok: false, trace }),
      ),
    credentialRules: async () => ((await gate.turn('read')) ? PLAIN_CREDENTIALS : panel.credentialRules()),
    readCustomer: (username) =>
      asUser<CustomerReading>(
        'read',
        () => panel.readCustomer(username),
        (trace) => ({ kind: 'unreadable', trace }),
      ),
    createCustomer: (customer) =>
      asUser<CreateAnswer>(
        'credit',
        () => panel.createCustomer(customer),
        (trace) => ({ class: 'not_sent', username: null, password: null, expiresAt: null, trace }),
      ),
    renew: (username, packageId) =>
      asUser<RenewAnswer>(
        'credit',
        () => panel.renew(username, packageId),
        (trace) => ({ class: 'not_sent', saidOk: false, expiresAt: null, trace }),
      ),
    setStatus: (username, status) =>
      asUser<StatusAnswer>(
        'status',
        () => panel.setStatus(username, status),
        (trace) => ({ class: 'not_sent', trace }),
      ),
  };
}

/** For a token that must not travel: nothing is ever sent. */
export const shutGate: Gate = {
  turn: async () => notSent('bad_token', 'O token deste servidor precisa ser digitado de novo.'),
  record: async () => {},
  keepUser: async () => {},
};

/** The answer to a call that the panel's health or pace does not let out now. */
export function heldTrace(turn: {
  held: 'circuit' | 'busy' | 'changed';
  circuit: Circuit;
  circuitReason: string | null;
}): CallTrace {
  if (turn.held === 'busy') return notSent('rate_limited', 'Muitos pedidos a este painel ao mesmo tempo.');
  if (turn.held === 'changed')
    return notSent('unreachable', 'O servidor foi alterado; o próximo pedido usa os dados novos.');
  return notSent(
    (turn.circuitReason ?? 'unreachable') as PanelReason,
    'Em espera até o painel voltar a responder.',
  );
}

/** A call that never left. */
export const notSent = (reason: PanelReason, detail: string): CallTrace => ({
  reason,
  status: null,
  phase: 'blocked',
  latencyMs: 0,
  detail,
  retryAfterMs: null,
  movedTo: null,
});
