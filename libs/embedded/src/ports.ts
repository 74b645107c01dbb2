import { createServer, type AddressInfo, type Server } from 'node:net';
import { HermodError } from '@hermod/contracts';

const LOOPBACK = '127.0.0.1';

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}

/** Several free loopback ports, all different: each is held until the last is found. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  return Promise.all(servers.map(release));
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
async function tryListen(port: number): Promise<number | undefined> {
  try {
    return await release(await listen(port));
  } catch {
    return undefined;
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) =>
      reject(new HermodError('PORT_TAKEN', `port ${port} is taken`, { cause })),
    );
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

function release(server: Server): Promise<number> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => server.close(() => resolve(port)));
}
