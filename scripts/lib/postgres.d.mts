import type { ChildProcess } from 'node:child_process';

export type EmbeddedServer = {
  child: ChildProcess;
  port: number;
  home: string;
  urlOf(database: string): string;
};
export function startPostgres(wish: {
  home: string;
  password: string;
  durable?: boolean;
}): Promise<EmbeddedServer>;
export function stopPostgres(server: EmbeddedServer): Promise<void>;
export function ensureDatabase(server: EmbeddedServer, name: string): Promise<void>;
