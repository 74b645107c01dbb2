/** Connects to an SMSC and binds. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { bindBody, COMMANDS } from './pdu.ts';
import type { SmppConfig } from './smpp-config.ts';
import { type SessionOptions, SmppSession } from './smpp-session.ts';
import { resultOfBind } from './statuses.ts';
import type { Refused, Retry } from '../provider.ts';

/** An SMSC that doesn't take a connection in this time is taken as down. */
const CONNECT_TIMEOUT_MS = 5_000;

const COMMAND_OF = { transmitter: COMMANDS.bindTransmitter, receiver: COMMANDS.bindReceiver } as const;

/** Why there is no bind, as what it means for a message that waits for one. */
export class BindFailed extends Error {
  override readonly name = 'BindFailed';
  readonly result: Refused | Retry;

  constructor(result: Refused | Retry) {
    super(result.reason);
    this.result = result;
  }
}

/**
 * A session that is bound.
 * @throws BindFailed
 */
export async function bind(
  config: SmppConfig,
  as: 'transmitter' | 'receiver',
  onDeliver?: SessionOptions['onDeliver'],
): Promise<SmppSession> {
  const socket = await connected(config);
  const session = new SmppSession(socket, {
    windowSize: config.windowSize,
    enquireLinkMs: config.enquireLinkSeconds * 1000,
    silenceMs: config.timeoutMs,
    onDeliver,
  });
  const command = config.bindAs === 'transceivers' ? COMMANDS.bindTransceiver : COMMAND_OF[as];
  const body = bindBody(config.systemId, config.password, config.systemType);
  const outcome = await session.request(command, body, AbortSignal.timeout(config.timeoutMs));
  if (outcome.kind === 'answered' && outcome.status === 0) return session;
  session.abandon();
  throw new BindFailed(
    outcome.kind === 'answered' ? resultOfBind(outcome.status) : unreachable(`the bind: ${outcome.reason}`),
  );
}

function connected(config: SmppConfig): Promise<Socket> {
  const { host, port } = config;
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = config.tls ? connectTls({ host, port, servername: host }) : connect({ host, port });
  const fail = (reason: string): void => {
    socket.destroy();
    reject(new BindFailed(unreachable(reason)));
  };
  const onError = (error: NodeJS.ErrnoException): void => fail(error.code ?? error.name);
  const timer = setTimeout(() => fail('no connection in time'), CONNECT_TIMEOUT_MS);
  socket.once('error', onError);
  socket.once(config.tls ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer);
    socket.off('error', onError);
    resolve(socket);
  });
  return promise.finally(() => clearTimeout(timer));
}

const unreachable = (reason: string): Retry => ({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason });
