import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { groups } from '@/db/schema/groups';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { commandOf } from './commands';
import { openShop, START } from './fake-shop';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
const shop = () => openShop(t);

describe('what is refused', () => {
  it('wrong usage, a wrong number, a type nobody sells, a reference used', async () => {
    const { say } = await shop();
    expect(await say('.pacote 5 ABC123')).toBe(
      '❌ *USO INCORRETO*\n\nUse: .pacote DIAS REF NUMERO\nExemplo: .pacote 5 ABC123 845123456',
    );
    expect(await say('.pacotes_ativos x')).toBe('❌ *USO INCORRETO*\n\nUse: .pacotes_ativos');
    const wrong = '❌ *NÚMERO INVÁLIDO*\n\nUse um número como 845123456.';
    expect(await say('.pacote 5 ABC123 12345')).toBe(wrong);
    expect(await say('.validade 12345')).toBe(wrong);
    for (const number of ['865123456', '82 512 3459'])
      expect(await say(`.pacote 5 ABC123 ${number}`)).toBe(
        '❌ *NÚMERO INVÁLIDO*\n\nEste número não recebe pacotes: só os que começam com 84 ou 85.',
      );
    expect(await say('.pacote 4 ABC123 845123456')).toBe(
      '❌ *ERRO AO CRIAR PACOTE*\n\nTipo de pacote inválido',
    );
    await say('.pacote 5 ABC123 845123456');
    expect(await say('.pacote 3 abc123 847654321')).toBe(
      '❌ *ERRO AO CRIAR PACOTE*\n\nEsta referência já foi utilizada para criar um pacote',
    );
    expect(await say('bom dia')).toBeNull();
  });

  it('who is no admin: a short word for the group’s commands, absent and not theirs alike', async () => {
    const { say } = await shop();
    await say('.pacote 5 ABC123 845123456');
    const other = { admin: false, phone: '+258847654321' };
    for (const text of ['.pacote 3 NOVA11 847654321', '.pacotes_ativos', '.pacotes_stats', '.pacote'])
      expect(await say(text, other)).toBe('⛔ *SEM PERMISSÃO*\n\nEste comando é só para os admins do grupo.');
    expect(await say('.pacotes_todos')).toBe('⛔ *SEM PERMISSÃO*\n\nEste comando é só para o admin geral.');
    const theirs = await say('.validade 845123456', other);
    expect(theirs).toBe('❌ *PACOTE NÃO ENCONTRADO*\n\nNenhum pacote ativo seu com o número 845123456.');
    expect(await say('.validade 841111111', other)).toBe(theirs?.replace('845123456', '841111111'));
    expect(await say('.cancelar_pacote 845123456 ABC123', other)).toContain('NÃO ENCONTRADO');
    expect(await say('.validade 845123456', { admin: false, phone: null })).toContain('NÃO IDENTIFICADO');
    expect(await say('.pacotes_ativos')).toContain('(1)');
  });

  it('an admin of one group cancels nothing of another’s; the admin of all does', async () => {
    const { actor, say } = await shop();
    const elsewhere = newId();
    await t.db.insert(groups).values({ id: elsewhere, resellerId: actor.resellerId, name: 'Outro' });
    await say('.pacote 5 ABC123 845123456');
    const command = '.cancelar_pacote 845123456 ABC123';
    expect(await say(command, { groupId: elsewhere })).toContain('NÃO ENCONTRADO');
    expect(await say(command, { groupId: null })).toContain('NÃO ENCONTRADO');
    expect(await say(command, { groupId: null, admin: false, global: true })).toContain('CANCELADO');
  });

  it('another reseller sees and ends nothing', async () => {
    const { say } = await shop();
    const other = await shop();
    await say('.pacote 5 ABC123 845123456');
    expect(await other.say('.validade 845123456')).toContain('NÃO ENCONTRADO');
    expect(await other.say('.cancelar_pacote 845123456 ABC123', { global: true })).toContain(
      'NÃO ENCONTRADO',
    );
    expect(await other.say('.pacotes_todos', { global: true })).toContain('(0)');
    expect(await other.say('.pacote 5 ABC123 845123456')).toContain('AGENDADAS');
  });

  it('the Console acts in the reseller’s own groups only, with no more rights than were chosen', async () => {
    const { actor, groupId } = await shop();
    const stranger = await shop();
    const line = (doer: typeof actor, text: string, everywhere: boolean) =>
      commandOf(doer, doer.reseller, { groupId, everywhere, text }, START);
    expect(await line(actor, '.pacote 5 ABC123 845123456', false)).toContain('AGENDADAS');
    expect(await line(actor, '.pacotes_todos', false)).toContain('SEM PERMISSÃO');
    expect(await line(actor, '.pacotes_todos', true)).toContain('TODOS OS GRUPOS');
    expect(await line(stranger.actor, '.pacotes_ativos', true)).toBeNull();
  });
});
