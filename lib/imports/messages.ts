import type { Field } from './rules';

/** Why a file cannot be read. */
const FILE_REFUSALS = {
  too_big: 'O arquivo passa de 2 MB. Divida-o em partes.',
  too_many: 'A planilha passa de 5.000 linhas. Divida-a em partes.',
  too_wide: 'A planilha tem mais de 60 colunas. Deixe só as dos clientes.',
  empty: 'Não há clientes neste arquivo: a primeira linha são os títulos e cada linha seguinte um cliente.',
  no_table: 'Este arquivo não é uma planilha. Use CSV ou XLSX.',
  old_excel: 'Este é o formato antigo do Excel. Abra-o e salve como .xlsx ou CSV.',
  broken_xlsx: 'Não foi possível abrir esta planilha. Salve-a de novo como .xlsx ou CSV.',
  quotes: 'Há aspas abertas que não fecham',
} as const;
export type FileRefusal = keyof typeof FILE_REFUSALS;

/** The refusal in words, with the line where there is one. */
export const fileWords = (reason: FileRefusal, line?: number): string =>
  reason === 'quotes' ? `${FILE_REFUSALS.quotes}, a partir da linha ${line ?? 1}.` : FILE_REFUSALS[reason];

export const FIELD_WORDS: Record<Field, string> = {
  username: 'Usuário',
  name: 'Nome',
  phone: 'WhatsApp',
  email: 'E-mail',
  password: 'Senha',
  plan: 'Plano',
  expiresOn: 'Vencimento',
  status: 'Situação',
  notes: 'Observações',
};

export const VERDICT_WORDS = {
  new: { label: 'Novo', tone: 'success' },
  update: { label: 'Será atualizado', tone: 'info' },
  known: { label: 'Já existe', tone: 'neutral' },
  error: { label: 'Com erro', tone: 'danger' },
  twice: { label: 'Repetido', tone: 'warning' },
} as const;
export type Verdict = keyof typeof VERDICT_WORDS;

/** Why a row was left out or could not be undone. */
export const ROW_REASONS: Record<string, string> = {
  error: 'Tem erro',
  skipped: 'Pulada por você',
  known: 'Já existia',
  same: 'Já estava igual',
  twice: 'Usuário repetido na planilha',
  renewing: 'Tem uma renovação em andamento',
  no_server: 'O servidor não existe mais',
  has_invoice: 'Já tem fatura',
  has_message: 'Já tem mensagem',
  has_bulk: 'Já entrou em um lote',
  has_account: 'A conta já foi pedida ao painel',
  changed: 'Foi alterado depois da importação',
  plan_away: 'O plano de antes não está mais em uso neste servidor',
  gone: 'Não existe mais',
};

export const BATCH_WORDS = {
  mapping: { label: 'Faltam as colunas', tone: 'neutral' },
  checked: { label: 'Conferida, não importada', tone: 'info' },
  running: { label: 'Importando', tone: 'info' },
  done: { label: 'Importada', tone: 'success' },
  undoing: { label: 'Desfazendo', tone: 'warning' },
  undone: { label: 'Desfeita', tone: 'neutral' },
} as const;

/** Every expected refusal of the import's commands. */
export const IMPORT_REFUSALS = {
  absent: 'Esta importação não existe mais.',
  busy: 'Esta importação já começou.',
  nothing: 'Não há nenhuma linha para importar. Corrija as que têm erro.',
  too_late: 'O prazo de 24 horas para desfazer acabou.',
  server_absent: 'Este servidor não existe mais. Escolha outro.',
  plan_absent: 'Escolha um plano deste servidor.',
} as const;
export type ImportRefusal = keyof typeof IMPORT_REFUSALS;
