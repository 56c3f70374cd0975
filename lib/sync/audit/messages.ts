import { formatDate } from '@/lib/time';
import type { Finding } from './rules';

/** A finding in plain words, as it follows the client's name. `quietMinutes` is the installation's window. */
export function findingWords({ kind, expected, seen }: Finding, zone: string, quietMinutes: number): string {
  const [paid, shown] = [formatDate(expected, zone), seen ? formatDate(seen, zone) : ''];
  switch (kind) {
    case 'moved_more':
      return `O painel está em ${shown}, pelo menos um pacote além do que foi pago aqui (${paid}). Alguém renovou à mão no painel, ou saiu um crédito a mais.`;
    case 'less_than_paid':
      return `Pago aqui até ${paid}, mas o painel mostra ${shown}. Confira no painel quem mudou a data.`;
    case 'account_gone':
      return `Pago aqui até ${paid}, mas a conta não existe mais no painel.`;
    case 'applied_late':
      return `O painel aplicou a renovação depois dos ${quietMinutes} minutos de espera. Se repetir, aumente RENEWAL_QUIET_SECONDS: um painel mais lento que a espera pode renovar duas vezes.`;
  }
}
