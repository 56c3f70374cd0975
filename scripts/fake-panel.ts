import { startFakePanel } from '@/lib/panels/sigma/fake-panel';

/** The demo's panel: a process of its own, as a real one would be. Its ledger on disk outlives it. */
const panel = await startFakePanel({
  port: Number(process.env.FAKE_PANEL_PORT ?? 4010),
  token: process.env.FAKE_PANEL_TOKEN,
  ledgerFile: process.env.FAKE_PANEL_LEDGER,
});
const end = () => panel.close().then(() => process.exit(0));
process.on('SIGTERM', end).on('SIGINT', end);
