import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What the owner's two Google scripts do with their sheet (channels.md section 2), field for field, the bad
 * habits included: without a lock they check, take their time, and then append.
 */
export type FakeBook = 'orders' | 'payments';
type FakeRow = {
  reference: string;
  value: string;
  number: string;
  status: 'PENDENTE' | 'PROCESSADO';
  group: string;
  sender: string;
  message: string;
  timestamp: string;
  at: number;
};

export class FakeScript {
  private readonly rows: FakeRow[] = [];
  /** The first row of each reference: what a sheet takes to answer is `delayMs`, not our searching. */
  private readonly first = new Map<string, FakeRow>();
  /** Scripts that serialise check and append. */
  lock = true;
  /** Between check and append, where there is no lock. */
  gapMs = 20;
  /** Old scripts answer plain text, and know no action. */
  plain = false;
  /** Scripts that answer `buscar_pagamentos_24h`. */
  knows24h = true;
  /** A `duplicado` that shows the stored row. */
  showStored = false;

  constructor(readonly book: FakeBook) {}

  /** Append-only for the scripts: the oracle. A reference that stands here twice was delivered twice. */
  get ledger(): readonly FakeRow[] {
    return this.rows;
  }

  /** Puts a row there as somebody else would have. */
  put(row: Partial<FakeRow> & Pick<FakeRow, 'reference' | 'value' | 'number'>): void {
    const rest = { status: 'PENDENTE', group: '', sender: 'outro', message: '', timestamp: '' } as const;
    this.append({ ...rest, at: performance.now(), ...row });
  }

  /** Takes a reference out, as a person with the sheet open would; all of them when none is named. */
  remove(reference?: string): void {
    const kept = this.rows.filter((row) => reference !== undefined && row.reference !== reference);
    this.rows.splice(0, this.rows.length, ...kept);
    if (reference === undefined) this.first.clear();
    else this.first.delete(reference);
  }

  find(reference: string): FakeRow | undefined {
    return this.first.get(reference);
  }

  private append(row: FakeRow): void {
    this.rows.push(row);
    if (!this.first.has(row.reference)) this.first.set(row.reference, row);
  }

  async run(body: Record<string, unknown>): Promise<unknown> {
    const action = String(body.action ?? '');
    if (this.plain && action) return 'Erro: dados inválidos';
    if (action === 'buscar_pendentes') return this.pending(String(body.grupo_id ?? ''));
    if (action === 'buscar_pedidos_24h') return this.lastDay('pedidos', body);
    if (action === 'buscar_pagamentos_24h' && this.knows24h) return this.lastDay('pagamentos', body);
    if (action === 'buscar_por_referencia') return this.byReference(body);
    if (action === 'buscar_pagamentos_24h') return 'Erro: dados inválidos';
    return this.insert(body);
  }

  private async insert(body: Record<string, unknown>): Promise<unknown> {
    const transacao = String(body.transacao ?? '');
    const [reference = '', value = '', number = ''] = transacao.split('|').map((part) => part.trim());
    if (!reference || !value || !number)
      return this.plain ? 'Erro: dados inválidos' : { success: false, error: 'Formato inválido' };
    const there = this.find(reference);
    if (there) return this.duplicate(there);
    if (!this.lock) await sleep(this.gapMs);
    this.append({
      ...{ reference, value, number, status: 'PENDENTE' as const, group: String(body.grupo_id ?? '') },
      ...{ sender: String(body.sender ?? ''), message: String(body.message ?? '') },
      ...{ timestamp: String(body.timestamp ?? ''), at: performance.now() },
    });
    if (this.plain) return 'Sucesso! Dados inseridos';
    return this.book === 'orders'
      ? { success: true, referencia: reference, message: 'Dados inseridos com sucesso', dados: transacao }
      : { success: true, dados: transacao, status: 'PENDENTE', message: 'Pagamento salvo com sucesso' };
  }

  private duplicate(row: FakeRow): unknown {
    if (this.plain) return this.book === 'orders' ? 'Duplicado' : 'IGNORADO';
    return {
      ...{ success: false, duplicado: true, referencia: row.reference },
      ...(this.book === 'orders'
        ? { status_existente: row.status, message: `Pedido já existe na planilha (Status: ${row.status})` }
        : { status_existente: 'IGNORADO', message: 'Pagamento duplicado detectado' }),
      ...(this.showStored ? { dados: textOf(row) } : {}),
    };
  }

  private pending(group: string): unknown {
    const rows = this.ledger.filter((row) => row.status === 'PENDENTE' && row.group === group);
    // The payments' script marks what it reads.
    if (this.book === 'payments') for (const row of rows) row.status = 'PROCESSADO';
    return { dados: rows.map(textOf), total: rows.length, grupo: group };
  }

  private lastDay(key: 'pedidos' | 'pagamentos', body: Record<string, unknown>): unknown {
    const group = String(body.grupo_id ?? '');
    const rows = this.ledger.filter((row) => row.status === 'PROCESSADO' && row.group === group);
    return { [key]: rows.map(textOf), total: rows.length, periodo: { inicio: body.data_inicio } };
  }

  private byReference({ referencia, valor }: Record<string, unknown>): unknown {
    const row = this.find(String(referencia));
    const said = { referencia, valor };
    if (!row) return { encontrado: false, ...said, motivo: 'Pagamento não encontrado na planilha' };
    if (Number(row.value) !== Number(valor))
      return { encontrado: false, ...said, motivo: 'Valor não confere' };
    const found = { encontrado: true, referencia, valor: Number(row.value), linha: 1, tipo_busca: 'exata' };
    return row.status === 'PROCESSADO'
      ? { ...found, ja_processado: true, status: 'PROCESSADO', motivo: 'Já processado' }
      : { ...found, status: 'PENDENTE', acao_realizada: 'encontrado_pendente' };
  }
}

const textOf = (row: FakeRow) => `${row.reference}|${row.value}|${row.number}`;
