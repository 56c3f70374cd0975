import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Channel, Connection, SendOutcome } from '../rules';
import { evolution } from './api';
import {
  FAKE_INSTANCE,
  FAKE_KEY,
  type FakeEvolution,
  startFakeEvolution,
  type Variant,
} from './fake-evolution';
import { sendOutcome } from './rules';
import { gatewayUrl } from './schema';

let fake: FakeEvolution;
let channel: Channel;
beforeAll(async () => {
  fake = await startFakeEvolution();
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = new URL(fake.url).host;
});
beforeEach(() => {
  fake.play('ok');
  fake.ledger.length = 0;
  fake.calls.length = 0;
  channel = at();
});
afterAll(() => fake.stop());

const at = (change: Partial<Parameters<typeof evolution>[0]> = {}) =>
  evolution({ baseUrl: fake.url, instance: FAKE_INSTANCE, key: FAKE_KEY, ...change });

test('a text reaches the number in digits, with the key in its header', async () => {
  expect(await channel.send('+5511999990001', 'Olá\n*Ana*')).toEqual({ kind: 'sent', id: '3EB01' });
  expect(fake.ledger).toEqual([{ number: '5511999990001', text: 'Olá\n*Ana*' }]);
  expect(fake.calls).toEqual([{ method: 'POST', path: '/message/sendText/loja1', apikey: FAKE_KEY }]);
});

describe('what one send did', () => {
  test.each<[Variant, SendOutcome, number]>([
    ['unauthorized_on_send', { kind: 'not_sent', reason: 'bad_key' }, 0],
    ['license', { kind: 'not_sent', reason: 'license' }, 0],
    ['v1', { kind: 'not_sent', reason: 'v1_server' }, 0],
    ['too_many', { kind: 'not_sent', reason: 'rate_limited' }, 0],
    ['not_on_whatsapp', { kind: 'rejected', reason: 'not_on_whatsapp' }, 0],
    ['bad_request', { kind: 'rejected', reason: 'refused' }, 0],
    ['server_error', { kind: 'unknown', reason: 'server_error' }, 0],
    ['html', { kind: 'unknown', reason: 'server_error' }, 0],
    ['moved', { kind: 'unknown', reason: 'bad_answer' }, 0],
    ['no_id', { kind: 'unknown', reason: 'bad_answer' }, 1],
    ['cut_after_send', { kind: 'unknown', reason: 'timeout' }, 1],
  ])('%s', async (variant, outcome, sent) => {
    fake.play(variant);
    expect(await channel.send('+5511999990001', 'x')).toEqual(outcome);
    expect(fake.ledger).toHaveLength(sent);
  });

  test('a wrong key and an absent instance were certainly not sent', async () => {
    expect(await at({ key: 'wrong' }).send('+551199', 'x')).toEqual({ kind: 'not_sent', reason: 'bad_key' });
    expect(await at({ instance: 'outra/../x' }).send('+551199', 'x')).toEqual({
      kind: 'not_sent',
      reason: 'instance_absent',
    });
  });

  test('nothing listening is not sent; an address of ours is refused without a connection', async () => {
    const away = at({ baseUrl: 'https://nao-existe.invalid' });
    expect(await away.send('+551199', 'x')).toEqual({ kind: 'not_sent', reason: 'unreachable' });
    const inside = at({ baseUrl: 'http://127.0.0.1:1' });
    expect(await inside.send('+551199', 'x')).toEqual({ kind: 'not_sent', reason: 'address_refused' });
  });

  test('silence after the first byte is unknown, before it not sent', () => {
    const heard = { status: null, body: null, refusedHere: false };
    for (const phase of ['bytes_written', 'headers', 'body'] as const)
      expect(sendOutcome({ ...heard, phase }).kind).toBe('unknown');
    for (const phase of ['dns', 'tcp', 'tls'] as const)
      expect(sendOutcome({ ...heard, phase }).kind).toBe('not_sent');
  });
});

describe('the state of the phone', () => {
  test.each<[Variant, Connection]>([
    ['ok', { state: 'open', reason: null }],
    ['closed', { state: 'closed', reason: 'disconnected' }],
    ['connecting', { state: 'closed', reason: 'disconnected' }],
    ['license', { state: 'unauthorized', reason: 'license' }],
    ['moved', { state: 'unauthorized', reason: 'moved' }],
    ['html', { state: 'unreachable', reason: 'unreachable' }],
  ])('%s', async (variant, connection) => {
    fake.play(variant);
    expect(await channel.connection()).toEqual(connection);
  });
});

test.each([
  ['https://evo.exemplo.com', 'https://evo.exemplo.com'],
  [' HTTPS://Evo.Exemplo.com/manager/login ', 'https://evo.exemplo.com'],
  ['https://exemplo.com/evo/', 'https://exemplo.com/evo'],
  ['https://evo.exemplo.com:8443/manager', 'https://evo.exemplo.com:8443'],
  ['https://user:pass@evo.exemplo.com', null],
  ['evo.exemplo.com', null],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
])('the address %s is kept as %s', (typed, kept) => expect(gatewayUrl(typed)).toBe(kept));
