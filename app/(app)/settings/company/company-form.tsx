'use client';
import type { z } from 'zod';
import { CheckboxField, SelectField, TextField } from '@/components/fields';
import { Form, FormError, SubmitButton, useActionForm } from '@/components/form';
import { companySettings } from '@/lib/resellers/schema';
import { saveCompany } from './actions';

type Props = {
  defaults: z.input<typeof companySettings>;
  zones: { value: string; label: string }[];
  /** PIX exists in Brazil only. */
  pix: boolean;
};

export function CompanyForm({ defaults, zones, pix }: Props) {
  const form = useActionForm({ schema: companySettings, action: saveCompany, defaults });
  return (
    <Form form={form} className="grid gap-5">
      <TextField name="name" label="Nome da empresa" autoComplete="organization" maxLength={80} />
      <TextField
        name="phone"
        label="WhatsApp da empresa"
        hint="Para onde vão o aviso de uma renovação 48 horas sem prova e o resumo da manhã. Em branco, só as telas avisam."
        type="tel"
        autoComplete="tel"
        maxLength={30}
      />
      <SelectField
        name="timezone"
        label="Fuso horário"
        hint="As datas e os dias de vencimento seguem este fuso."
        options={zones}
      />
      {pix && (
        <div className="grid gap-5 sm:grid-cols-[2fr_1fr]">
          <TextField
            name="pixKey"
            label="Chave PIX"
            hint="CPF, CNPJ, e-mail, chave aleatória ou telefone com +55. Aparece nas faturas."
            maxLength={100}
            spellCheck={false}
            autoComplete="off"
          />
          <TextField name="pixCity" label="Cidade" hint="Vai no código PIX." maxLength={15} />
        </div>
      )}
      <TextField
        name="invoiceLeadDays"
        label="Dias de antecedência da fatura"
        hint="A próxima fatura é criada estes dias antes do vencimento."
        type="number"
        inputMode="numeric"
      />
      <CheckboxField
        name="digest"
        label="Resumo da manhã"
        hint="Uma mensagem por dia, às 8 h, com o que precisa de você em Entregas. Só quando há algo; vai para o WhatsApp da empresa."
      />
      <CheckboxField
        name="neverResend"
        label="Nunca reenviar sozinho"
        hint="Quando o painel não confirma uma renovação, ela espera por você em Entregas em vez de ser tentada mais uma vez."
      />
      <FormError />
      <div>
        <SubmitButton>Salvar</SubmitButton>
      </div>
    </Form>
  );
}
