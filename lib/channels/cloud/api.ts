import 'server-only';
import { checkAddress } from '@/lib/address';
import { env } from '@/lib/env';
import { httpCall } from '@/lib/http';
import type { Heard } from '../evolution/rules';
import type { Channel } from '../rules';
import { cloudConnection, cloudOutcome, TEXT_MOST } from './rules';

type CloudAccess = { phoneId: string; token: string };

const OFFICIAL = 'https://graph.facebook.com';
const VERSION = 'v25.0';
const SEND_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 10_000;

/** Meta's WhatsApp Cloud API (channels.md section 7): texts to numbers. One call, never repeated here. */
export function cloud(access: CloudAccess): Channel {
  const number = `/${VERSION}/${encodeURIComponent(access.phoneId)}`;
  return {
    connection: async () =>
      cloudConnection(
        await call(access, { method: 'GET', path: `${number}?fields=id`, timeoutMs: READ_TIMEOUT_MS }),
      ),
    send: async (to, text) => {
      // Its groups are only those it made itself, of eight people.
      if (to.includes('@')) return { kind: 'rejected', reason: 'group_needs_evolution' };
      const json = {
        ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: to.replace(/\D/g, '') },
        ...{ type: 'text', text: { preview_url: false, body: shortened(text) } },
      };
      const path = `${number}/messages`;
      return cloudOutcome(await call(access, { method: 'POST', path, json, timeoutMs: SEND_TIMEOUT_MS }));
    },
  };
}

/** A double is spoken to only where the installation lists its host among the private ones it may reach. */
export function cloudUrl(): string {
  const { WHATSAPP_CLOUD_URL: double, PANEL_ALLOWED_PRIVATE_HOSTS: allowedPrivateHosts } = env();
  const checked = double ? checkAddress(double, { allowedPrivateHosts }) : null;
  return checked?.ok && checked.allowListed ? checked.url.origin : OFFICIAL;
}

const shortened = (text: string): string =>
  text.length > TEXT_MOST ? `${text.slice(0, TEXT_MOST - 2)}…` : text;

type Call = { method: 'GET' | 'POST'; path: string; json?: unknown; timeoutMs: number };

async function call({ token }: CloudAccess, { path, ...rest }: Call): Promise<Heard> {
  const answer = await httpCall({
    ...rest,
    url: cloudUrl() + path,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    allowedPrivateHosts: env().PANEL_ALLOWED_PRIVATE_HOSTS,
    maxBytes: 200_000,
  });
  if (!answer.ok)
    return { status: null, body: null, phase: answer.phase, refusedHere: answer.kind === 'address_refused' };
  return { status: answer.status, body: parsed(answer.text), phase: 'body', refusedHere: false };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
