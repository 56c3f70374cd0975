import { startFakeEvolution } from '@/lib/channels/evolution/fake-evolution';
import { startFakeSheets } from '@/lib/sheets/fake-sheets';

/** The demo's two Google sheets and its WhatsApp gateway: a process of their own, as real ones would be. */
const sheets = await startFakeSheets({ port: Number(process.env.FAKE_SHEETS_PORT ?? 4011) });
// As Google does: a POST is answered from elsewhere.
sheets.redirect = true;
const evolution = await startFakeEvolution({ port: Number(process.env.FAKE_EVOLUTION_PORT ?? 4012) });
const end = () => Promise.all([sheets.stop(), evolution.stop()]).then(() => process.exit(0));
process.on('SIGTERM', end).on('SIGINT', end);
