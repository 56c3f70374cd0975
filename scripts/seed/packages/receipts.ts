import { database } from '@/db/client';
import { takePasted, takePayee } from '@/lib/receipts/commands';
import { dayOf, formatDay, HOUR_MS, MINUTE_MS } from '@/lib/time';
import type { DataShop } from './shop';

/** Payments in every state: one with nobody to give it to, one that buys two things, one not yet confirmed. */
export async function addReceipts({ doer, vendas }: DataShop, now: Date): Promise<void> {
  const { resellerId } = doer;
  const when = new Date(now.getTime() - HOUR_MS);
  const day = formatDay(dayOf(when, 'Africa/Maputo'));
  const received = (reference: string, mt: string, from: string) =>
    `Confirmado ${reference}. Recebeste ${mt}MT de ${from} - Cliente Exemplo aos ${day} as 2:50 PM. O teu novo saldo M-Pesa e de 7,326.78MT. Em caso de duvida, liga 100.`;
  const sent = (reference: string, mt: string) =>
    `Confirmado ${reference}. Transferiste ${mt}MT e a taxa foi de 0.00MT para 840000001 - Dados Rapidos aos ${day} as 2:50 PM. O teu novo saldo M-Pesa e de 500.00MT.`;
  await takePayee(
    resellerId,
    { text: received('DQR3A7BCDE', '44.00', '258845009988'), receivedAt: when },
    when,
  );
  await takePayee(
    resellerId,
    { text: received('DST4F8GHJK', '149.00', '258851112233'), receivedAt: when },
    when,
  );
  const paste = (text: string, author: string, at: Date) =>
    database().transaction((tx) => takePasted(tx, { resellerId, groupId: vendas, author, text }, at));
  await paste(`${sent('DST4F8GHJK', '149.00')}\n851112233`, '+258851112233', when);
  await paste(
    `${sent('DUV5L9MNPQ', '66.00')}\n846665544`,
    '+258846665544',
    new Date(now.getTime() - 2 * MINUTE_MS),
  );
}
