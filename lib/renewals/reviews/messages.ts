import { DAY_MS, formatDateTime } from '@/lib/time';
import type { AcceptRefusal, Away, Base, ResendRefusal } from './rules';

type Gone = 'absent' | 'moved_on' | Away;
type Seen = { base: Base | null; expiresAt: Date; zone: string };

const GONE: Record<Gone, string> = {
  absent: 'Esta entrega não existe mais. Atualize a página.',
  moved_on: 'Esta entrega mudou enquanto você decidia. Atualize a página e veja como ela está.',
  other_server:
    'Este cliente está em outro servidor agora, e esta renovação era do anterior: nada é feito nem registrado lá. Se ele ainda tem dias a receber, renove à mão no painel novo.',
  client_archived: 'Este cliente está arquivado. Restaure o cliente e tente de novo.',
};
export const ABSENT = GONE.absent;
const BUSY = 'Outra renovação deste cliente está em andamento. Espere ela terminar e tente de novo.';
const STALE = 'A leitura do painel ficou velha. Tente de novo.';

/** Why what the panel shows is no proof of a renewal, and what to do. */
export function acceptRefusal(reason: Gone | AcceptRefusal, seen: Seen): string {
  switch (reason) {
    case 'busy':
      return BUSY;
    case 'stale':
      return STALE;
    case 'no_base':
      return 'Não se sabe que vencimento o painel tinha antes, então nada prova a renovação. Confira no painel e, se for o caso, encerre sem prova.';
    case 'unmoved':
      return `O painel ainda mostra ${at(seen.expiresAt, seen)}, o mesmo vencimento de antes: nada foi renovado lá e nada mudou aqui. Renove no painel e tente de novo, ou reenvie.`;
    case 'moved_oddly':
      return `O painel mostra ${at(seen.expiresAt, seen)} e antes era ${at(seen.base?.at, seen)}: isso não é uma renovação deste pacote, e nada mudou aqui. Confira no painel.`;
    default:
      return GONE[reason];
  }
}

/** Why it may not be sent again, and what to do. */
export function resendRefusal(reason: Gone | ResendRefusal, seen: Seen): string {
  switch (reason) {
    case 'stale':
      return STALE;
    case 'not_quiet':
      return 'Ainda é cedo: o painel pode estar aplicando o primeiro envio. Espere o fim da janela e tente de novo.';
    case 'moved':
      return `O painel mostra ${at(seen.expiresAt, seen)} e antes era ${at(seen.base?.at, seen)}: reenviar pode renovar duas vezes. Se a renovação já está lá, aceite; se falta, renove no painel e registre com "Renovei à mão".`;
    default:
      return GONE[reason];
  }
}

/** Why it may not be closed without proof. */
export const closeRefusal = (reason: Gone | 'not_quiet'): string =>
  reason === 'not_quiet'
    ? 'Ainda é cedo: o painel pode estar aplicando o envio. Espere o fim da janela e tente de novo.'
    : GONE[reason];

/** Why it may not be brought back. */
export const reopenRefusal = (reason: Gone | 'busy'): string => (reason === 'busy' ? BUSY : GONE[reason]);

/** What the panel's date of this moment says beside the one known before. */
export function liveWords({ base, minDeltaMs, expiresAt, zone }: Seen & { minDeltaMs: number }): string {
  const shown = formatDateTime(expiresAt, zone);
  if (!base) return shown;
  const movedMs = expiresAt.getTime() - base.at.getTime();
  if (movedMs === 0) return `${shown} · não avançou`;
  const days = Math.floor(Math.abs(movedMs) / DAY_MS);
  const by = days === 0 ? 'menos de um dia' : days === 1 ? '1 dia' : `${days} dias`;
  if (movedMs < 0) return `${shown} · recuou ${by}`;
  return `${shown} · avançou ${by}${movedMs >= minDeltaMs ? '' : ', menos que uma renovação'}`;
}

const at = (date: Date | undefined, { zone }: { zone: string }) =>
  date ? formatDateTime(date, zone) : 'desconhecido';
