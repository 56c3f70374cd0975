import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { httpCall } from './http';

/** The far side of a call: listeners on free ports of this machine, closed together. */
export function fakeWeb() {
  const opened: Server[] = [];
  const listen = (server: Server): Promise<number> =>
    new Promise((resolve) => {
      opened.push(server);
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  return {
    /** Answers the port. */
    listen,
    web: (answer: (req: IncomingMessage, res: ServerResponse) => void) => listen(createServer(answer)),
    close() {
      for (const server of opened) server.close();
    },
  };
}

/** A GET to one of its ports, which the guard lets through here. */
export const callPort = (port: number, more: Partial<Parameters<typeof httpCall>[0]> = {}) =>
  httpCall({
    method: 'GET',
    url: `http://127.0.0.1:${port}/x`,
    allowedPrivateHosts: [`127.0.0.1:${port}`, `painel.test:${port}`],
    timeoutMs: 1_500,
    ...more,
  });
