import { TriangleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { type Actor, allows } from '@/lib/auth/rules';
import { silentSince } from '@/lib/channels/gateways/queries';
import { age } from '@/lib/time';

type Props = Pick<Actor, 'resellerId' | 'role'> & { now: Date };

/** A connected WhatsApp whose groups have gone quiet for half a day: more likely a lost webhook than calm. */
export async function WhatsappSilence({ resellerId, role, now }: Props) {
  const since = await silentSince(resellerId, now);
  if (!since) return null;
  return (
    <p className="mb-4 flex items-start gap-2.5 rounded-card bg-warning-soft px-4 py-3 text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <span>
        O WhatsApp está conectado, mas nada chega dos grupos há {age(since, now)}: comandos e comprovantes
        podem estar se perdendo.{' '}
        {allows(role, 'owner') ? (
          <Link href={'/settings/whatsapp' as Route} className="font-medium underline">
            Conferir o webhook
          </Link>
        ) : (
          'Peça ao dono da conta que confira o webhook.'
        )}
      </span>
    </p>
  );
}
