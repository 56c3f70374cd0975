import { createServer } from 'node:net';

/** Whether nobody listens on that port. */
export const isFree = (port, host = '127.0.0.1') =>
  new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => answer(true)));
  });

/** The first free port from `from` on that is not promised to somebody. */
export async function freePortFrom(from, promised = []) {
  for (let port = from; port < from + 200; port += 1) {
    if (!promised.includes(port) && (await isFree(port))) return port;
  }
  throw new Error(`Nenhuma porta livre entre ${from} e ${from + 199}.`);
}

/** Any free port of 127.0.0.1. */
export const anyFreePort = () =>
  new Promise((answer, refuse) => {
    const probe = createServer();
    probe.once('error', refuse);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => answer(port));
    });
  });
