import {
  type CallTrace,
  type CreateAnswer,
  type CustomerPage,
  type CustomerReading,
  type NextTurn,
  NOTHING_REFUSED,
  type PanelAdapter,
  type PanelReason,
  type RenewAnswer,
  type Spoken,
  type StatusAnswer,
} from '@/lib/panels/rules';
import type { Circuit, PanelCall } from './rules';

/** Leave to send one request, to be given back after its answer; or why nothing may be sent. */
export type Turn = { held: CallTrace } | { release(): Promise<void> };

/** What stands between a panel and whoever calls it. */
export type Gate = {
  /** Waits for the panel's turn; `more` is a further request of a call that was let out. */
  turn(call: PanelCall | 'more'): Promise<Turn>;
  record(call: PanelCall, trace: CallTrace): Promise<void>;
  /** Keeps the panel's id of our user. */
  keepUser(userId: string): Promise<void>;
};

/**
 * An adapter whose every call waits its turn and leaves its trace. What must not be sent now is answered
 * without touching the network: reads as unreadable, changes as `not_sent`. The reseller's user id is found
 * before the first call that needs it.
 */
export function pacedPanel(
  build: (userId: string | null, nextTurn: NextTurn) => PanelAdapter,
  known: string | null,
  gate: Gate,
): PanelAdapter {
  const user: User = { id: known };
  const { inTurn, through } = throughGate((nextTurn) => build(user.id, nextTurn), gate);
  const { findUser, asUser, readCustomer } = asOurUser(user, through, gate);
  const kind = build(known, async () => null);

  const listCustomers = (page: number) =>
    asUser<CustomerPage>(
      'read',
      async (panel) => {
        if (!panel.listCustomers) throw new Error('This kind of panel has no list');
        return panel.listCustomers(page);
      },
      (trace) => ({ ok: false, trace }),
    );
  // A refusal here is the rule, not a failure: it says nothing of the panel's health.
  const speaks = () =>
    inTurn<Spoken>(
      'read',
      async (panel) => (await panel.speaks?.()) ?? 'unclear',
      () => 'unclear',
    );

  return {
    findUser,
    readCustomer,
    ...(kind.listCustomers ? { listCustomers } : {}),
    ...(kind.speaks ? { speaks } : {}),
    listPackages: () =>
      through(
        'read',
        (panel) => panel.listPackages(),
        (trace) => ({ ok: false, trace }),
      ),
    credentialRules: () =>
      inTurn(
        'read',
        (panel) => panel.credentialRules(),
        () => null,
      ),
    createCustomer: (customer) =>
      asUser<CreateAnswer>(
        'credit',
        (panel) => panel.createCustomer(customer),
        (trace) => ({ class: 'not_sent', ...NOTHING_CREATED, trace }),
      ),
    renew: (username, packageId) =>
      asUser<RenewAnswer>(
        'credit',
        (panel) => panel.renew(username, packageId),
        (trace) => ({ class: 'not_sent', saidOk: false, expiresAt: null, trace }),
      ),
    setStatus: (username, status) =>
      asUser<StatusAnswer>(
        'status',
        (panel) => panel.setStatus(username, status),
        (trace) => ({ class: 'not_sent', trace }),
      ),
  };
}

/** How one call is made: what for, what is asked of the panel, and what is answered when it may not leave now. */
type Through = <A extends { trace: CallTrace }>(
  call: PanelCall,
  run: (panel: PanelAdapter) => Promise<A>,
  held: (trace: CallTrace) => A,
) => Promise<A>;

/** Calls in turn: `inTurn` only waits for it, `through` tells the gate what came of it too. */
function throughGate(build: (nextTurn: NextTurn) => PanelAdapter, gate: Gate) {
  async function inTurn<A>(
    call: PanelCall,
    run: (panel: PanelAdapter, cutShort: () => boolean) => Promise<A>,
    held: (trace: CallTrace) => A,
  ): Promise<A> {
    let turn = await gate.turn(call);
    if ('held' in turn) return held(turn.held);
    const nextTurn = async () => {
      if (!('held' in turn)) await turn.release();
      turn = await gate.turn('more');
      return 'held' in turn ? turn.held : null;
    };
    try {
      return await run(build(nextTurn), () => 'held' in turn);
    } finally {
      if (!('held' in turn)) await turn.release();
    }
  }

  const through: Through = (call, run, held) =>
    inTurn(
      call,
      async (panel, cutShort) => {
        const answer = await run(panel);
        // Cut short by our own gate it says nothing of the panel's health.
        if (!cutShort()) await gate.record(call, answer.trace);
        return answer;
      },
      held,
    );

  return { inTurn, through };
}

/** Our user on the panel, as far as its id is known. */
type User = { id: string | null };

/** Calls that go in our user's name, whose id is asked for first where it is not known; `user` holds it from then on. */
function asOurUser(user: User, through: Through, gate: Gate) {
  /** The last question for our user that a call of ours asked. */
  let asked: ReturnType<typeof findUser> | null = null;

  async function findUser() {
    const answer = await through(
      'read',
      (panel) => panel.findUser(),
      (trace) => ({ ok: false, userId: null, trace }),
    );
    if (answer.userId && answer.userId !== user.id) {
      user.id = answer.userId;
      await gate.keepUser(user.id);
    }
    return answer;
  }

  const asUser: Through = async (call, run, held) => {
    if (user.id !== null) return through(call, run, held);
    asked = findUser();
    const found = await asked;
    if (found.userId !== null) return through(call, run, held);
    return held(found.ok ? { ...found.trace, reason: 'user_not_found' } : found.trace);
  };

  /**
   * Whose is another's may be ours: made anew on the panel, our user has another id than the one we keep. The first such
   * reading asks for it again, once, and goes on with what the panel says now.
   */
  async function readCustomer(username: string): Promise<CustomerReading> {
    let as = user.id;
    const read = () =>
      asUser<CustomerReading>(
        'read',
        (panel) => {
          as = user.id;
          return panel.readCustomer(username);
        },
        (trace) => ({ kind: 'unreadable', trace }),
      );
    const reading = await read();
    if (reading.kind !== 'absent' || reading.trace.reason !== 'not_ours') return reading;
    asked ??= findUser();
    await asked;
    return user.id === as ? reading : read();
  }

  return { findUser, asUser, readCustomer };
}

const NOTHING_CREATED = { username: null, password: null, expiresAt: null, refused: NOTHING_REFUSED };

/** For a token that must not travel: nothing is ever sent. */
export const shutGate: Gate = {
  turn: async () => ({
    held: notSent('bad_token', 'O token deste servidor precisa ser digitado de novo.'),
  }),
  record: async () => {},
  keepUser: async () => {},
};

/** The answer to a call that the panel's health or pace does not let out now. */
export function heldTrace(turn: {
  held: 'circuit' | 'busy' | 'changed' | 'restored';
  circuit: Circuit;
  circuitReason: string | null;
}): CallTrace {
  if (turn.held === 'busy') return notSent('busy', 'Muitos pedidos a este painel ao mesmo tempo.');
  if (turn.held === 'restored') return notSent('restored', 'Espera depois de um backup restaurado.');
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
