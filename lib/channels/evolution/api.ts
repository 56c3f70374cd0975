import 'server-only';
import { env } from '@/lib/env';
import { httpCall } from '@/lib/http';
import type { Channel, ChannelReason } from '../rules';
import { connectionOf, type Heard, namesOf, sendOutcome, webhookRefusal } from './rules';

export type EvolutionAccess = { baseUrl: string; instance: string; key: string };

const SEND_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 10_000;

/** Evolution API 2 (pinned 2.3.7, channels.md section 6). One call, never repeated here. */
export function evolution(access: EvolutionAccess): Channel {
  const instance = encodeURIComponent(access.instance);
  return {
    connection: async () =>
      connectionOf(
        await call(access, {
          method: 'GET',
          path: `/instance/connectionState/${instance}`,
          timeoutMs: READ_TIMEOUT_MS,
        }),
      ),
    send: async (to, text) =>
      sendOutcome(
        await call(access, {
          method: 'POST',
          path: `/message/sendText/${instance}`,
          json: { number: to.includes('@') ? to : to.replace(/\D/g, ''), text, linkPreview: false },
          timeoutMs: SEND_TIMEOUT_MS,
        }),
      ),
  };
}

/** What Evolution is asked to tell, and where; the header comes back with every delivery. */
export type WebhookWish = { url: string; authorization: string };

/** Sets the instance's webhook. Null: it is set; else why not. */
export async function setWebhook(
  access: EvolutionAccess,
  { url, authorization }: WebhookWish,
): Promise<ChannelReason | null> {
  const heard = await call(access, {
    method: 'POST',
    path: `/webhook/set/${encodeURIComponent(access.instance)}`,
    json: {
      webhook: {
        ...{ enabled: true, url, headers: { Authorization: authorization }, byEvents: false, base64: false },
        events: ['MESSAGES_UPSERT', 'MESSAGES_UPDATE'],
      },
    },
    timeoutMs: READ_TIMEOUT_MS,
  });
  return webhookRefusal(heard);
}

/** The names of the groups the phone is in, by their ids; null when Evolution does not say. */
export async function groupNames(access: EvolutionAccess): Promise<Record<string, string> | null> {
  const instance = encodeURIComponent(access.instance);
  const heard = await call(access, {
    method: 'GET',
    path: `/group/fetchAllGroups/${instance}?getParticipants=false`,
    // It asks WhatsApp for each of them.
    timeoutMs: SEND_TIMEOUT_MS,
    maxBytes: 2_000_000,
  });
  return heard.status === 200 ? namesOf(heard.body) : null;
}

type Call = { method: 'GET' | 'POST'; path: string; json?: unknown; timeoutMs: number; maxBytes?: number };

async function call(access: EvolutionAccess, { path, ...rest }: Call): Promise<Heard> {
  const answer = await httpCall({
    maxBytes: 200_000,
    ...rest,
    url: access.baseUrl + path,
    headers: { apikey: access.key, accept: 'application/json' },
    allowedPrivateHosts: env().PANEL_ALLOWED_PRIVATE_HOSTS,
  });
  if (answer.ok)
    return { status: answer.status, body: parsed(answer.text), phase: 'body', refusedHere: false };
  return {
    status: null,
    body: null,
    phase: answer.phase,
    refusedHere: answer.kind === 'address_refused',
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
