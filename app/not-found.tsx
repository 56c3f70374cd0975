import { Compass } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';

export const metadata: Metadata = { title: 'Não encontrado' };

/** The same words for what never was and for what belongs to somebody else. */
export default function NotFound() {
  return (
    <main>
      <Notice
        icon={Compass}
        title="Não encontramos esta página"
        action={
          <ButtonLink href="/" variant="primary">
            Ir para o início
          </ButtonLink>
        }
      >
        O endereço pode estar incompleto, ou o que havia aqui foi apagado.
      </Notice>
    </main>
  );
}
