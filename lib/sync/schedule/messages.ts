import type { AutomaticClass, Every, Settings } from './rules';

export const EVERY_LABEL: Record<Every, string> = {
  off: 'Desligado',
  hourly: 'De hora em hora',
  daily: 'Todo dia',
};

/** What each class means where it is allowed to be taken over without a person. */
export const AUTOMATIC_LABEL: Record<AutomaticClass, string> = {
  later: 'Vence depois no painel',
  earlier: 'Vence antes no painel',
  blocked: 'Ativo em um lado, suspenso no outro',
  package: 'Outro pacote no painel',
};

const TAKEN: Record<AutomaticClass, string> = {
  later: 'vencimentos que o painel tem depois',
  earlier: 'vencimentos que o painel tem antes, sem tirar dias pagos',
  blocked: 'a situação de quem está ativo em um lado e suspenso no outro',
  package: 'o plano de quem tem outro pacote no painel',
};

/** What happens by itself, in one or two sentences. */
export function comparisonWords({ every, apply }: Settings): string {
  if (every === 'off') return 'Desligada: o painel só é lido quando alguém pede.';
  const when = every === 'hourly' ? 'De hora em hora' : 'Todo dia, de madrugada,';
  const head = `${when} os clientes são comparados com o painel.`;
  if (apply.length === 0) return `${head} Nada muda sozinho: as diferenças esperam por você.`;
  const dates = apply.includes('later') && apply.includes('earlier');
  const rest = apply.filter((one) => !dates || (one !== 'later' && one !== 'earlier'));
  const taken = [
    ...(dates ? ['vencimentos que diferem, sem tirar dias pagos'] : []),
    ...rest.map((one) => TAKEN[one]),
  ];
  return `${head} Muda sozinho: ${taken.join('; ')}. O resto espera por você.`;
}
