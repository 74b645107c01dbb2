import { createServer } from 'node:net';
import { HermodError } from '@hermod/contracts';

const LOOPBACK = '127.0.0.1';

/** A loopback port that nobody listens on; the system hands out another one next time. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === undefined) throw new HermodError('NO_FREE_PORT', 'the system has no free loopback port');
  return port;
}

/** The first free loopback port from `from` on. */
export async function nextFreePort(from: number): Promise<number> {
  for (let port = from; port < 65_536; port += 1) {
    if ((await tryListen(port)) !== undefined) return port;
  }
  throw new HermodError('NO_FREE_PORT', `no loopback port from ${from} on is free`);
}

/**
 * Refuses a port that somebody else listens on.
 * @throws HermodError PORT_TAKEN that names the variable with which to choose another.
 */
export async function requireFreePort(port: number, what: string, variable: string): Promise<void> {
  if ((await tryListen(port)) !== undefined) return;
  throw new HermodError(
    'PORT_TAKEN',
    `Port ${port} for ${what} is taken by another program: stop that one, or choose another port with ${variable}=<port>.`,
    { field: variable },
  );
}

/** Listens for a moment; undefined when somebody else does. */
function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
