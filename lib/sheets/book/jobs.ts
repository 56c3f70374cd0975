import 'server-only';
import type { ResellerId } from '@/db/ids';
import { formatDateTime } from '@/lib/time';
import { amountOf, refKeyOf, rowText } from '../rules';
import type { Book } from '../schema';
import {
  closeRecalledLeases,
  confirmPayment,
  confirmRows,
  insertRow,
  leaseForPhone,
  type OnSettled,
  revertRows,
} from './commands';
import { confirmedRows, knownKeys, rowOf } from './queries';
import { periodOf, takenRow } from './rules';
import type { Ask } from './schema';

type Asked = { resellerId: ResellerId; book: Book; zone: string; now: Date; onSettled: OnSettled };
type Said = Record<string, unknown>;

/** What a phone does with a book; anything else comes from a bot that fills it. */
export const PHONE_ACTIONS = ['buscar_pendentes', 'confirmar_recebimento', 'reverter_pendentes'];

/**
 * Answers one request to a built-in book, in the very contract of the owner's scripts (channels.md section 2):
 * HTTP 200 always, the result in the body.
 */
export async function answerBook(asked: Asked, ask: Ask): Promise<Said> {
  switch (ask.action?.trim()) {
    case undefined:
    case '':
      return insert(asked, ask);
    case 'buscar_pendentes':
      return pending(asked, ask);
    case 'confirmar_recebimento':
      return confirm(asked, ask);
    case 'reverter_pendentes':
      return revert(asked, ask);
    case 'buscar_pedidos_24h':
    case 'buscar_pagamentos_24h':
      return lastDay(asked, ask);
    case 'buscar_por_referencia':
      return byReference(asked, ask);
    case 'marcar_processado':
      return markPaid(asked, ask);
    default:
      return { success: false, error: `Ação desconhecida: ${ask.action?.slice(0, 60)}` };
  }
}

async function insert({ resellerId, book, zone, now }: Asked, ask: Ask): Promise<Said> {
  if (!ask.transacao)
    return {
      success: false,
      error: 'Falta transacao, como REF|100|845123456. SMS de pagamento vão para o endereço de Comprovantes.',
    };
  const half = takenRow(ask.transacao);
  if (!half) return { success: false, error: 'Formato inválido: envie REF|VALOR|NUMERO em transacao.' };
  const { grupo_id: group = '', message = '' } = ask;
  const { reference: referencia } = half;
  if (await insertRow(resellerId, book, half, { group, message }, now)) {
    const dados = rowText(half);
    return book === 'orders'
      ? {
          ...{ success: true, referencia, message: 'Dados inseridos com sucesso', dados },
          timestamp: formatDateTime(now, zone),
        }
      : {
          ...{ success: true, dados, status: 'PENDENTE', message: 'Pagamento salvo com sucesso' },
          timestamp: now.toISOString(),
        };
  }
  const there = await rowOf(resellerId, book, referencia);
  const status = there?.phoneState === 'confirmed' ? 'PROCESSADO' : 'PENDENTE';
  const duplicate = {
    success: false,
    duplicado: true,
    referencia,
    ...(there ? { dados: rowText(there) } : {}),
  };
  return book === 'orders'
    ? { ...duplicate, status_existente: status, message: `Pedido já existe na planilha (Status: ${status})` }
    : { ...duplicate, status_existente: 'IGNORADO', message: 'Pagamento duplicado detectado' };
}

async function pending({ resellerId, book, now, onSettled }: Asked, { grupo_id }: Ask): Promise<Said> {
  await closeRecalledLeases(resellerId, book, onSettled, now);
  const rows = await leaseForPhone(resellerId, book, grupo_id, now);
  return {
    ...{ dados: rows.map(rowText), total: rows.length, grupo: grupo_id ?? '' },
    timestamp: now.toISOString(),
  };
}

async function confirm(
  { resellerId, book, now, onSettled }: Asked,
  { referencias, grupo_id }: Ask,
): Promise<Said> {
  const confirmed = await confirmRows({ resellerId, book }, referencias, onSettled, now);
  const detalhes = await standing(resellerId, book, referencias, confirmed, 'PROCESSADO');
  return {
    ...{ success: true, grupo_id: grupo_id ?? '', referencias_confirmadas: referencias },
    ...{ total_confirmado: referencias.length, processados: confirmed.size, detalhes },
    message: `${confirmed.size} marcados como PROCESSADO com sucesso`,
    timestamp: now.toISOString(),
  };
}

async function revert(
  { resellerId, book, now, onSettled }: Asked,
  { referencias, grupo_id }: Ask,
): Promise<Said> {
  const reverted = await revertRows({ resellerId, book }, referencias, onSettled, now);
  const detalhes = await standing(resellerId, book, referencias, reverted, 'PENDENTE');
  return {
    ...{ success: true, grupo_id: grupo_id ?? '', referencias_solicitadas: referencias },
    ...{ total_solicitado: referencias.length, revertidos: reverted.size, detalhes },
    message: `${reverted.size} revertidos para PENDENTE com sucesso`,
    timestamp: now.toISOString(),
  };
}

/** How each reference stands now, so that a phone which asks twice hears the same. */
async function standing(
  resellerId: ResellerId,
  book: Book,
  references: string[],
  moved: Set<string>,
  status: string,
): Promise<{ referencia: string; status: string }[]> {
  const known = await knownKeys(resellerId, book, references);
  return references.map((referencia) => {
    const there = moved.has(refKeyOf(referencia)) || known.has(refKeyOf(referencia));
    return { referencia, status: there ? status : 'NÃO ENCONTRADO' };
  });
}

async function lastDay({ resellerId, book, now }: Asked, ask: Ask): Promise<Said> {
  const { since, until } = periodOf(ask.data_inicio, ask.data_fim, now);
  const rows = await confirmedRows(resellerId, book, { group: ask.grupo_id, since, until });
  return {
    ...{ [book === 'orders' ? 'pedidos' : 'pagamentos']: rows.map(rowText), total: rows.length },
    ...{ grupo: ask.grupo_id ?? '', periodo: { inicio: since.toISOString(), fim: until.toISOString() } },
    timestamp: now.toISOString(),
  };
}

async function byReference({ resellerId, book }: Asked, { referencia = '', valor = '' }: Ask): Promise<Said> {
  const row = await rowOf(resellerId, book, referencia.trim());
  const said = { referencia, valor: amountOf(valor) ?? valor };
  if (!row) return { encontrado: false, ...said, motivo: 'Pagamento não encontrado na planilha' };
  if (amountOf(valor) !== amountOf(row.value))
    return { encontrado: false, ...said, motivo: 'Valor não confere' };
  const found = {
    ...{ encontrado: true, referencia: row.reference, valor: amountOf(row.value), linha: row.id },
    ...{ timestamp: row.createdAt.toISOString(), tipo_busca: 'exata', numero: row.number },
  };
  return row.phoneState === 'confirmed'
    ? {
        ...{ ...found, ja_processado: true, status: 'PROCESSADO' },
        motivo: 'Pagamento já foi processado anteriormente',
      }
    : { ...found, status: 'PENDENTE', acao_realizada: 'encontrado_pendente' };
}

async function markPaid(
  { resellerId, now, onSettled }: Asked,
  { referencia = '', valor = '' }: Ask,
): Promise<Said> {
  const amount = amountOf(valor);
  const said = { referencia, valor: amount ?? valor };
  const marked =
    amount === null
      ? null
      : await confirmPayment(
          resellerId,
          { reference: referencia.trim(), value: String(amount) },
          onSettled,
          now,
        );
  if (!marked) return { success: false, ...said, message: 'Pagamento não encontrado na planilha' };
  const message =
    marked === 'done'
      ? 'Pagamento marcado como processado com sucesso'
      : 'Pagamento já estava marcado como PROCESSADO';
  return { success: true, ...said, status: 'PROCESSADO', message };
}
