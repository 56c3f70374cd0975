import { type ActivationReason, activationWords } from '@/lib/packages/messages';
import { nationalDigits } from '@/lib/phone';

/** Why a receipt waits for a person. */
export type ReceiptReason =
  | 'amount_differs'
  | 'reference_used'
  | 'edited'
  | 'claimed'
  | 'price_unknown'
  | 'price_ambiguous'
  | 'not_renewable'
  | 'bad_type'
  | 'bad_number'
  | 'bad_reference'
  | 'no_number'
  | 'several_numbers'
  | 'several_receipts'
  | 'received_pasted'
  | 'no_group'
  | 'payee_doubt'
  | 'unmatched'
  | 'sender'
  | 'future';

type Words = { title: string; help: string };

/** What is wrong, in a few words, and what a person should look at. */
export const REASON_WORDS: Record<ReceiptReason, Words> = {
  amount_differs: {
    title: 'Os valores não batem',
    help: 'O cliente colou um valor e o celular recebeu outro. Vale o do celular.',
  },
  reference_used: {
    title: 'Referência já usada',
    help: 'Esta referência já criou um pacote ou um pedido. Um pagamento vale uma única vez.',
  },
  edited: {
    title: 'O texto mudou',
    help: 'A mesma referência chegou de novo com outro texto, valor ou número. Compare antes de decidir.',
  },
  claimed: {
    title: 'Outra pessoa pediu para outro número',
    help: 'Alguém que não é quem colou primeiro colou o mesmo comprovante com outro número. Compare antes de decidir.',
  },
  price_unknown: {
    title: 'Valor fora da tabela',
    help: 'Nenhum pacote do grupo custa exatamente este valor. Escolha o pacote combinado com o cliente.',
  },
  price_ambiguous: {
    title: 'Dois pacotes custam isto',
    help: 'Pergunte ao cliente qual pacote é e escolha aqui.',
  },
  not_renewable: {
    title: 'Pacote sem renovações',
    help: 'O dinheiro entrou, e este valor compra dados sem renovação diária. Registre só o pedido.',
  },
  bad_type: {
    title: 'Duração desconhecida',
    help: 'A tabela do grupo vende uma duração que não existe em Regras. Crie o tipo ou escolha outro pacote.',
  },
  bad_number: {
    title: 'Número de outra operadora',
    help: 'Os dados só entram em números que começam com 84 ou 85. Confirme o número com o cliente.',
  },
  bad_reference: { title: 'Referência estranha', help: 'Confira a referência no comprovante.' },
  no_number: {
    title: 'Falta o número',
    help: 'O cliente colou o comprovante sem dizer para qual número é o pacote.',
  },
  several_numbers: {
    title: 'Mais de um número',
    help: 'A mensagem traz vários números. Confirme com o cliente para qual é.',
  },
  several_receipts: {
    title: 'Mais de um comprovante',
    help: 'A mensagem traz vários comprovantes. Este é o primeiro; os outros precisam ser colados de novo.',
  },
  received_pasted: {
    title: 'Suspeito: texto de quem recebe',
    help: 'O cliente colou um texto de quem recebe dinheiro. Quem paga nunca tem esse texto: pode ser golpe.',
  },
  no_group: {
    title: 'Sem grupo',
    help: 'O comprovante não veio de um grupo cadastrado, e os preços são do grupo. Escolha o grupo.',
  },
  payee_doubt: {
    title: 'O SMS recebido está em dúvida',
    help: 'O texto do celular com esta referência também espera por você.',
  },
  unmatched: {
    title: 'Pagamento não chegou',
    help: 'Em 24 h nenhum SMS do celular confirmou este comprovante. Confira o saldo antes de decidir.',
  },
  sender: {
    title: 'Suspeito: SMS que não é da operadora',
    help: 'O aplicativo do celular diz que outra pessoa mandou este texto. Confira o saldo: pode ser golpe.',
  },
  future: {
    title: 'Data no futuro',
    help: 'A referência traz um dia que ainda não chegou. Confira o texto.',
  },
};

/** What is the matter with a settled receipt that came again with other words. */
export const repeatWords = (used: boolean): Words => ({
  title: used ? 'Já usado, e veio de novo diferente' : 'Dispensado, e veio de novo diferente',
  help: used
    ? 'Alguém mandou este comprovante outra vez com outro número, valor ou texto. Nada foi ativado por isso: compare e marque como visto.'
    : 'Alguém mandou este comprovante outra vez com outro número, valor ou texto. Compare; marque como visto ou retome.',
});

/** Why a person's act on a receipt, or on a typed payment, was refused. */
export type DecisionReason =
  | ActivationReason
  | 'absent'
  | 'settled'
  | 'amount_differs'
  | 'price_unknown'
  | 'price_ambiguous'
  | 'price_changed'
  | 'not_renewable';

/** The sentence of a refusal. `paid`: what the phone received, where that is the matter. */
export function decisionWords(reason: DecisionReason, paid?: string): string {
  switch (reason) {
    case 'absent':
      return 'Este comprovante não existe mais.';
    case 'settled':
      return 'Este comprovante já foi decidido.';
    case 'amount_differs':
      return `O celular recebeu ${paid ?? 'outro valor'} com esta referência. Use esse valor ou confira a referência.`;
    case 'price_unknown':
      return 'Nenhum pacote deste grupo custa exatamente este valor.';
    case 'price_ambiguous':
      return 'Mais de um pacote deste grupo custa este valor. Escolha qual é.';
    case 'price_changed':
      return 'A tabela de preços mudou enquanto você decidia. Confira e tente de novo.';
    case 'not_renewable':
      return 'Este valor compra um pacote sem renovações diárias: não há renovações a agendar.';
    default:
      return activationWords(reason);
  }
}

/** What whoever pasted a receipt is answered: short, and never more than they already know. */
export const REPLIES = {
  activated: (reference: string, number: string) =>
    `✅ Pagamento ${reference} confirmado. Pacote ativado para ${nationalDigits(number)}.`,
  waiting: (reference: string) =>
    `📥 Comprovante ${reference} recebido. O pacote é ativado assim que o pagamento for confirmado.`,
  told: (reference: string) =>
    `⏳ O pagamento ${reference} ainda não foi confirmado. Continuamos esperando; não é preciso pagar de novo.`,
  used: (reference: string) => `ℹ️ O comprovante ${reference} já foi usado.`,
  person: (reference: string) => `🔎 Comprovante ${reference} recebido. Um atendente vai conferir.`,
  noNumber: (reference: string) =>
    `📱 Comprovante ${reference} recebido, mas falta o número. Envie de novo o comprovante com o número que recebe os dados.`,
} as const;

/** Said to a person who pasted a receipt here; the text is still in front of them. */
export const LACKS_NUMBER =
  'Guardado, mas falta o número que recebe os dados. Escreva-o no fim deste texto e receba de novo.';

export const NO_RECEIPT =
  'Não há comprovante da M-Pesa ou da e-Mola neste texto. Cole a mensagem inteira, como o cliente recebeu.';

export const SEEN_OTHER = 'Outra pessoa já viu, ou chegou mais um texto agora. Confira a lista.';

export const STATE_WORDS = {
  open: 'Esperando',
  used: 'Usado',
  review: 'Precisa de você',
  dismissed: 'Dispensado',
} as const;
export const PROVIDER_WORDS = { mpesa: 'M-Pesa', emola: 'e-Mola' } as const;
