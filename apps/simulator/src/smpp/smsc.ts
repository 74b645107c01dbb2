import { randomInt } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import type { World } from '../world.ts';
import { LongTexts } from './long-texts.ts';
import { Receivers } from './receivers.ts';
import { createServer, type SmppPdu, type SmppSession } from './smpp-library.ts';
import { type Smsc, takeSubmit } from './take-submit.ts';

/** An SMSC that listens. */
export interface SmscServer {
  readonly port: number;
  close(): Promise<void>;
}

/** SMPP 3.4, 5.1.3. */
const STATUS = {
  invalidBindStatus: 0x04,
  alreadyBound: 0x05,
  invalidPassword: 0x0e,
  invalidSystemId: 0x0f,
} as const;
const BINDS: readonly string[] = ['bind_transmitter', 'bind_receiver', 'bind_transceiver'];

/**
 * An SMSC for one account: texts arrive on phones, and what becomes of them and what people answer goes to the account's receivers.
 * Not idempotent: each submit_sm that is accepted is a message.
 * @throws Error with what to do, when the port is taken.
 */
export async function openSmsc(world: World): Promise<SmscServer> {
  const { host, smppPort } = world.settings;
  // Ids are decimal and start anywhere: those of an earlier process don't come again.
  let last = BigInt(Date.now()) * 1_000_000n + BigInt(randomInt(1_000_000));
  const nextId = (): string => String((last += 1n));
  const smsc: Smsc = { world, receivers: new Receivers(), longTexts: new LongTexts(), nextId };
  const sessions = new Set<SmppSession>();
  const server = createServer((session) => {
    sessions.add(session);
    session.on('close', () => void sessions.delete(session));
    // What befalls one connection is the client's to see.
    session.on('error', (error) => {
      world.log.debug({ err: error }, 'an SMPP connection failed');
      session.destroy();
    });
    serve(smsc, session);
  });
  const port = await listening(server, host, smppPort);
  return {
    port,
    close: () => {
      smsc.receivers.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.destroy();
      return closed;
    },
  };
}

/** One connection from its bind to its end. */
function serve(smsc: Smsc, session: SmppSession): void {
  let boundAs: string | undefined;
  const bind = (pdu: SmppPdu): void => {
    const status = boundAs === undefined ? statusOfBind(smsc.world, pdu) : STATUS.alreadyBound;
    session.send(pdu.response(status === 0 ? { system_id: 'simulator' } : { command_status: status }));
    if (status !== 0) return;
    boundAs = pdu.command;
    if (boundAs !== 'bind_transmitter') smsc.receivers.add(session);
  };
  const submit = (pdu: SmppPdu): void => {
    if (boundAs === undefined || boundAs === 'bind_receiver') {
      session.send(pdu.response({ command_status: STATUS.invalidBindStatus }));
      return;
    }
    const answer = (fields: object): void => void session.send(pdu.response(fields));
    takeSubmit(smsc, pdu, {
      answer,
      unbind: () => endInOrder(session),
      reset: () => void session.socket.resetAndDestroy(),
    }).catch((error: Error) => smsc.world.log.error({ err: error }, 'a submit_sm could not be played'));
  };
  session.on('pdu', (pdu) => {
    if (BINDS.includes(pdu.command)) bind(pdu);
    else if (pdu.command === 'submit_sm') submit(pdu);
    else if (pdu.command === 'unbind') {
      session.send(pdu.response());
      session.socket.end();
    } else if (!pdu.command.endsWith('_resp') && pdu.command !== 'generic_nack') session.send(pdu.response());
  });
}

function endInOrder(session: SmppSession): void {
  session.unbind(() => session.socket.end());
}

function statusOfBind({ settings }: World, pdu: SmppPdu): number {
  if (pdu.system_id !== settings.smppSystemId) return STATUS.invalidSystemId;
  return pdu.password === settings.smppPassword ? 0 : STATUS.invalidPassword;
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const fix = 'end the program that has it, or set HERMOD_SMPP_PORT';
      const why = error.code === 'EADDRINUSE' ? `port ${port} is taken; ${fix}` : error.message;
      reject(new Error(`The simulator can't listen for SMPP: ${why}.`, { cause: error }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
