'use client';
import { Reveal } from '@/components/secret';
import { showPassword } from '../actions';

/** The password is asked for when wanted; it is in no page before. */
export function Password({ clientId }: { clientId: string }) {
  return <Reveal label="Mostrar" action={() => showPassword({ id: clientId })} />;
}
