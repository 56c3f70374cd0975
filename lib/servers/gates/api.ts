import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { ResellerId } from '@/db/ids';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { panelFamily } from '@/lib/panels/api';
import type { CallTrace } from '@/lib/panels/rules';
import { SECOND_MS } from '@/lib/time';
import { type Gate, heldTrace, notSent, type Turn } from '../health/api';
import { keepPanelUser, recordPanelAnswer, takeTurn } from '../health/commands';
import { isAnswer, type PanelCall } from '../health/rules';
import { keepKind } from '../kind/commands';
import { isRefusedKind } from '../kind/rules';
import { freeSlot, type Slot, takeSlot } from '../slots/commands';

/** A read may wait for its turn; a change must start soon or not at all (the send guard of the protocol). */
const MAX_WAIT_MS: Record<PanelCall | 'more', number> = {
  read: 15 * SECOND_MS,
  more: 15 * SECOND_MS,
  status: 5 * SECOND_MS,
  credit: 5 * SECOND_MS,
};
const START_WITHIN_MS = 10 * SECOND_MS;
const LOOK_AGAIN_MS = 200;

/**
 * The gate of a stored server, the same for the worker, the tick and a form: one of the panel's two places
 * first, then its turn in the pace, so that nobody collects turns while the panel is slow.
 * `openedAt` is the caller's clock; it advances by the time that really passed.
 */
export function serverGate(
  resellerId: ResellerId,
  server: { id: string; version: number; panelType: string; username: string; origin: string },
  openedAt: Date,
): Gate {
  const opened = performance.now();
  const clock = () => new Date(openedAt.getTime() + performance.now() - opened);
  const { id, version, panelType, username, origin } = server;
  const inPace = async (call: PanelCall | 'more', leftMs: number) => {
    const turn = await takeTurn(resellerId, id, { call, version, maxWaitMs: leftMs }, clock());
    if ('held' in turn) return heldTrace(turn);
    await wait(turn.waitMs);
    return null;
  };
  const record = async (call: PanelCall, trace: CallTrace) => {
    await recordPanelAnswer(resellerId, id, { call, version, trace }, clock());
    // What waits goes on by the API that every login has, without a person.
    const to = panelFamily(panelType);
    if (to === panelType || !isRefusedKind(call, trace)) return;
    const refused = call === 'credit';
    await keepKind(resellerId, id, { version, from: panelType, to, refused }, clock());
  };
  return {
    turn: (call) => placed(resellerId, origin, call, inPace),
    record: (call, trace) =>
      record(call, trace).catch((err: unknown) =>
        // The panel's answer is worth more than its bookkeeping: a renewal must not get lost with it.
        log.error({ err, server: id }, 'panel answer not recorded'),
      ),
    keepUser: (panelUserId) => keepPanelUser(resellerId, id, { username, panelUserId }),
  };
}

/** Good answers of a bulk reading are noted this often: one says as much as a hundred. */
const NOTE_EVERY_MS = 2 * SECOND_MS;

/**
 * The gate of a bulk reading, which finds its own pace (lib/sync/reading/rules.ts). Its first call waits its turn like
 * any other, so that an open circuit lets one read a minute through; what follows takes no place from those who
 * renew. Every answer that was not good is noted, and the good one that ends a failing.
 */
export function readerGate(ordinary: Gate): Gate {
  let first = true;
  let notedAt = Number.NEGATIVE_INFINITY;
  return {
    ...ordinary,
    turn: async (call) => {
      if (!first) return { release: async () => {} };
      first = false;
      return ordinary.turn(call);
    },
    record: async (call, trace) => {
      if (trace.reason === 'ok' && performance.now() - notedAt < NOTE_EVERY_MS) return;
      notedAt = isAnswer(trace.reason) ? performance.now() : Number.NEGATIVE_INFINITY;
      await ordinary.record(call, trace);
    },
  };
}

/** The gate of values that are not saved: no health to keep, but the panel's two places and its pace. */
export function testGate(resellerId: ResellerId, origin: string): Gate {
  let next = 0;
  const inPace = async () => {
    const at = Math.max(next, performance.now());
    next = at + env().PANEL_CALL_EVERY_MS;
    await wait(at - performance.now());
    return null;
  };
  return {
    turn: (call) => placed(resellerId, origin, call, inPace),
    record: async () => {},
    keepUser: async () => {},
  };
}

async function placed(
  resellerId: ResellerId,
  origin: string,
  call: PanelCall | 'more',
  inPace: (call: PanelCall | 'more', leftMs: number) => Promise<ReturnType<typeof notSent> | null>,
): Promise<Turn> {
  const began = performance.now();
  const leftMs = () => Math.max(0, MAX_WAIT_MS[call] - (performance.now() - began));
  const slot = await placeOf(resellerId, origin, leftMs);
  if (!slot) return { held: heldTrace({ held: 'busy', circuit: 'closed', circuitReason: null }) };
  const release = () =>
    freeSlot(slot).catch((err: unknown) => log.error({ err, origin }, 'panel place not freed'));
  try {
    const held = await inPace(call, leftMs());
    // A process frozen while it waited wakes up in another world: nothing is changed from there.
    const late = call !== 'read' && call !== 'more' && performance.now() - began > START_WITHIN_MS;
    if (!held && !late) return { release };
    await release();
    return { held: held ?? notSent('timeout', 'O pedido esperou demais e não foi enviado.') };
  } catch (err) {
    await release();
    throw err;
  }
}

/** One of the panel's two places, waited for; null when the time is over. */
async function placeOf(resellerId: ResellerId, origin: string, leftMs: () => number): Promise<Slot | null> {
  for (;;) {
    const slot = await takeSlot(resellerId, origin);
    if (slot || leftMs() === 0) return slot;
    await wait(Math.min(leftMs(), LOOK_AGAIN_MS * (0.5 + Math.random())));
  }
}
