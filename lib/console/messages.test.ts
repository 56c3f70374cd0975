import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { deliver, openShop } from './fake-shop';

const NOON = new Date('2025-11-20T10:00:00Z');
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
const shop = () => openShop(t);

describe('the replies, word for word', () => {
  it('.pacote', async () => {
    const { say } = await shop();
    expect(await say('.pacote 5 ABC123 845123456')).toBe(`🎯 RENOVAÇÕES AGENDADAS!

📱 Número: 845123456
📋 Referência: ABC123
📅 Período: 5 dias
🔄 Renovações automáticas: 5x de 100MB (diárias, 2h antes)
📅 Expira em: 23/11/2025

⚠️ Lembrete: Você deve ter enviado o pacote principal manualmente!

💡 Verifique a validade com: .validade 845123456`);
  });

  it('.validade after two of five', async () => {
    const { actor, say } = await shop();
    await say('.pacote 5 ABC123 845123456');
    await deliver(t, actor, 'ABC123', [1, 2]);
    expect(
      await say('.validade 845123456', { admin: false, phone: '+258845123456' }, NOON),
    ).toBe(`📱 VALIDADE DO PACOTE
━━━━━━━━━━━━━━━━━━━━━━━

📱 Número: 845123456
📋 Referência: ABC123
📦 Tipo: 5 Dias

📅 Status do Pacote:
   • Dias restantes: 3 dias
   • Renovações feitas: 2/5
   • Expira em: 3 dia(s) (23/11/2025)

🔄 Próxima Renovação (100MB):
   📅 21/11/2025 às 08:00

💡 Cada renovação adiciona 100MB válidos por 24h.
    O sistema renova automaticamente 2h antes do horário anterior.`);
  });

  it('.validade with two packages: one header, two blocks, one foot', async () => {
    const { actor, say } = await shop();
    await say('.pacote 3 ABC123 845123456');
    await say('.pacote 5 XYZ789 +258845123456');
    await deliver(t, actor, 'ABC123', [1, 2, 3]);
    expect(
      await say('.VALIDADE  258845123456', {}, new Date('2025-11-21T07:00:00Z')),
    ).toBe(`📱 VALIDADE DO PACOTE
━━━━━━━━━━━━━━━━━━━━━━━

📱 Número: 845123456
📋 Referência: ABC123
📦 Tipo: 3 Dias

📅 Status do Pacote:
   • Dias restantes: 0 dias
   • Renovações feitas: 3/3
   • Expira em: 0 dia(s) (21/11/2025)

🔄 Próxima Renovação (100MB):
   📅 Todas feitas. Dados válidos até 22/11/2025 às 08:00

━━━━━━━━━━━━━━━━━━━━━━━

📱 Número: 845123456
📋 Referência: XYZ789
📦 Tipo: 5 Dias

📅 Status do Pacote:
   • Dias restantes: 5 dias
   • Renovações feitas: 0/5
   • Expira em: 2 dia(s) (23/11/2025)

🔄 Próxima Renovação (100MB):
   📅 19/11/2025 às 08:00 (atrasada, sai em breve)

💡 Cada renovação adiciona 100MB válidos por 24h.
    O sistema renova automaticamente 2h antes do horário anterior.`);
  });

  it('.pacotes_ativos and .pacotes_todos', async () => {
    const { actor, say } = await shop();
    await say('.pacote 5 ABC123 845123456');
    await say('.pacote 3 XYZ789 847654321');
    await say('.pacote 3 DOIS22 847654322', { groupId: null, global: true });
    await deliver(t, actor, 'ABC123', [1, 2]);
    await deliver(t, actor, 'XYZ789', [1, 2]);
    expect(await say('.pacotes_ativos', {}, NOON)).toBe(`📦 PACOTES ATIVOS (2) - ESTE GRUPO
━━━━━━━━━━━━━━━━━━━━━━━

1. 845123456
   📋 Ref: ABC123
   📦 Tipo: 5 Dias
   📅 Restam: 3 dias
   🔄 Renovações: 2
   ⏰ Expira: 3d

2. 847654321
   📋 Ref: XYZ789
   📦 Tipo: 3 Dias
   📅 Restam: 1 dias
   🔄 Renovações: 2
   ⏰ Expira: 1d`);
    const everywhere = await say('.pacotes_todos', { global: true }, NOON);
    expect(
      everywhere?.startsWith(
        '📦 PACOTES ATIVOS (3) - TODOS OS GRUPOS\n━━━━━━━━━━━━━━━━━━━━━━━\n\n1. 845123456\n',
      ),
    ).toBe(true);
    expect(everywhere).toContain('1. 845123456\n   👥 Grupo: Net Rápida\n   📋 Ref: ABC123\n');
    expect(everywhere).toContain('3. 847654322\n   👥 Grupo: sem grupo\n   📋 Ref: DOIS22\n');
  });

  it('.pacotes_stats', async () => {
    const { actor, say } = await shop();
    await say('.pacote 5 ABC123 845123456');
    await say('.pacote 3 XYZ789 847654321');
    await deliver(t, actor, 'ABC123', [1, 2]);
    await deliver(t, actor, 'XYZ789', [1]);
    expect(await say('.pacotes_stats', {}, NOON)).toBe(`📊 ESTATÍSTICAS PACOTES
━━━━━━━━━━━━━━━━━━━━━━━

📦 Total de clientes ativos: 2

📋 Por tipo de pacote:
   • 3 Dias: 1 clientes
   • 5 Dias: 1 clientes
   • 15 Dias: 0 clientes
   • 30 Dias: 0 clientes

🔄 Renovações últimas 24h: 1
⏰ Próximas renovações (6h): 1

📅 Próximas renovações:
   • 847654321: 20/11/2025 08:00 (2d restantes)
   • 845123456: 21/11/2025 08:00 (3d restantes)`);
  });

  it('.cancelar_pacote, by its own number and in any case', async () => {
    const { say } = await shop();
    await say('.pacote 5 ABC123 845123456');
    const own = { admin: false, phone: '+258845123456' };
    expect(await say('.cancelar_pacote 845123456 abc123', own)).toBe(`✅ *PACOTE CANCELADO*

📱 Número: 845123456
📋 Referência: ABC123

As renovações que ainda não saíram não saem mais.`);
    expect(await say('.cancelar_pacote 845123456 ABC123', own)).toBe(`❌ *PACOTE NÃO ENCONTRADO*

Nenhum pacote ativo seu com o número 845123456 e a referência ABC123.`);
    expect(await say('.pacotes_ativos')).toBe(`📦 PACOTES ATIVOS (0) - ESTE GRUPO
━━━━━━━━━━━━━━━━━━━━━━━

Nenhum pacote ativo.`);
  });
});
