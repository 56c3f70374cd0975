import type { Kind, TemplateFault, Values, Variable } from './rules';

export const KIND_WORDS: Record<Kind, { label: string; when: string }> = {
  renewed: { label: 'Renovado', when: 'Vai quando a renovação foi comprovada.' },
  welcome: { label: 'Boas-vindas', when: 'Vai quando o cliente é criado, com os dados de acesso.' },
  custom: {
    label: 'Avulsa',
    when: 'O ponto de partida das mensagens que você manda a vários clientes, na lista de Clientes.',
  },
};

/** The product's own wording, until a reseller writes another. */
export const DEFAULT_BODIES: Record<Kind, string> = {
  renewed: [
    'Olá, {{cliente_nome}}! 😊',
    '',
    'Seu plano *{{cliente_plano}}* foi renovado. ✅',
    'Novo vencimento: *{{cliente_vencimento}}*',
    '',
    'Obrigado pela confiança!',
    '{{empresa_nome}}',
  ].join('\n'),
  welcome: [
    'Olá, {{cliente_nome}}! Boas-vindas à {{empresa_nome}}. 🎉',
    '',
    'Seus dados de acesso:',
    'Usuário: {{cliente_usuario}}',
    'Senha: {{cliente_senha}}',
    '',
    'Plano: {{cliente_plano}}',
    'Válido até {{cliente_vencimento}}',
    '',
    'Qualquer dúvida, é só responder aqui.',
  ].join('\n'),
  custom: [
    'Olá, {{cliente_nome}}!',
    '',
    'Seu plano *{{cliente_plano}}* vale até *{{cliente_vencimento}}*.',
    'Qualquer dúvida, é só responder aqui.',
    '',
    '{{empresa_nome}}',
  ].join('\n'),
};

export const VARIABLE_WORDS: Record<Variable, string> = {
  cliente_nome: 'nome do cliente',
  cliente_usuario: 'usuário do cliente',
  cliente_senha: 'senha do cliente',
  cliente_servidor: 'servidor',
  cliente_plano: 'plano',
  cliente_vencimento: 'vencimento',
  cliente_valor: 'preço do plano',
  fatura_valor: 'valor da fatura',
  fatura_vencimento: 'vencimento da fatura',
  empresa_nome: 'nome da sua empresa',
};

/** An invented client for the preview. */
export const SAMPLE_VALUES: Values = {
  cliente_nome: 'Ana Souza',
  cliente_usuario: 'ana7421',
  cliente_servidor: 'Servidor Principal',
  cliente_plano: 'Mensal 1 tela',
  cliente_vencimento: '21/12/2026',
  cliente_valor: 'R$ 35,90',
  fatura_valor: 'R$ 35,90',
  fatura_vencimento: '20/12/2026',
};

/** Why a wording cannot be used, and the way out. */
export function faultWords(fault: TemplateFault, variable: string): string {
  switch (fault) {
    case 'blank':
      return 'Escreva o texto da mensagem.';
    case 'brace':
      return `Há uma chave “${variable}” sozinha no texto: feche a variável ou apague a chave.`;
    case 'unknown':
      return `A variável {{${variable}}} não existe nesta mensagem. Use uma da lista.`;
    case 'empty':
      return `A variável {{${variable}}} está vazia para este cliente: complete o cadastro ou tire-a do texto.`;
    case 'too_long':
      return 'A mensagem passa de 4.096 letras, o limite do WhatsApp.';
  }
}
