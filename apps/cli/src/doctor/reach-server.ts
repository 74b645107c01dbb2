import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Connects to a server that speaks no HTTP, and hangs up again.
 * @throws what the system says when there is no connection within `deadlineMs`.
 */
export async function reachServer(host: string, port: number, deadlineMs: number): Promise<void> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(deadlineMs) });
  } finally {
    socket.destroy();
  }
}
