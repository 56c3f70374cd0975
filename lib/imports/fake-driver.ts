import { driveImport } from './jobs';

/** A process of its own that drives the import it is told, for tests that kill it. */
const [, , id = '', now = ''] = process.argv;
await driveImport(id, () => new Date(now), 60_000);
process.exit(0);
