import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort, freePorts, nextFreePort, requireFreePort } from './ports.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function occupy(): Promise<number> {
  const port = await freePort();
  server = createServer();
  await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
  return port;
}

test('several free ports are all different', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20);
});

test('the next free port is not one that is taken', async () => {
  const taken = await occupy();
  expect(await nextFreePort(taken)).toBeGreaterThan(taken);
});

test('a taken port is refused in one sentence that names the variable', async () => {
  const taken = await occupy();
  await expect(requireFreePort(taken, 'the broker', 'HERMOD_KAFKA_PORT')).rejects.toThrow(
    `Port ${taken} for the broker is taken by another program: stop that one, or choose another port with HERMOD_KAFKA_PORT=<port>.`,
  );
});
