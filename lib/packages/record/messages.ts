import { formatDateTime } from '@/lib/time';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
type Row = {
  state: 'queued' | 'sending' | 'done' | 'review' | 'cancelled';
  attempts: number;
  doneAt: Date | null;
  phoneState: 'pending' | 'leased' | 'confirmed' | null;
  phoneAt: Date | null;
  sheet: string | null;
};

/** One half of a renewal in words: whether it stands in its sheet, and what the phone did with it. */
export function rowWords(
  row: Row | undefined,
  zone: string,
): { label: string; tone: Tone; detail: string | null } {
  if (!row) return { label: 'Ainda não saiu', tone: 'neutral', detail: null };
  switch (row.state) {
    case 'queued':
      return row.attempts === 0
        ? { label: 'Na fila', tone: 'info', detail: null }
        : { label: 'Nova tentativa marcada', tone: 'warning', detail: tries(row.attempts) };
    case 'sending':
      return { label: 'Enviando', tone: 'info', detail: tries(row.attempts) };
    case 'review':
      return { label: 'Precisa de você', tone: 'danger', detail: tries(row.attempts) };
    case 'cancelled':
      return { label: 'Não vai sair', tone: 'neutral', detail: null };
    case 'done':
      return doneWords(row, zone);
  }
}

function doneWords(row: Row, zone: string): { label: string; tone: Tone; detail: string | null } {
  const at = (instant: Date | null) => (instant ? formatDateTime(instant, zone) : null);
  const stands = [row.sheet ? 'na planilha' : 'na planilha embutida', at(row.doneAt)]
    .filter(Boolean)
    .join(' desde ');
  if (row.phoneState === 'confirmed')
    return {
      label: 'Executado',
      tone: 'success',
      detail: [stands, row.phoneAt && `celular confirmou em ${at(row.phoneAt)}`].filter(Boolean).join(' · '),
    };
  if (row.phoneState === null) return { label: 'Na planilha', tone: 'success', detail: stands };
  const waits = row.phoneState === 'leased' ? 'o celular já leu' : 'espera o celular';
  return { label: 'Na planilha', tone: 'info', detail: `${stands} · ${waits}` };
}

const tries = (n: number) => (n === 0 ? null : n === 1 ? '1 tentativa' : `${n} tentativas`);
