/** An SMSC of the tests' own, spoken by npm's `smpp`: another reading of the specification than the one under test. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A PDU as the library reads it. */
export interface LibraryPdu {
  readonly command: string;
  readonly sequence_number: number;
  readonly command_status: number;
  readonly [field: string]: unknown;
  response(fields?: object): LibraryPdu;
}
export interface LibrarySession {
  readonly socket: Socket;
  on(event: 'pdu', listener: (pdu: LibraryPdu) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  send(pdu: LibraryPdu): boolean;
  deliver_sm(fields: object, answered: (pdu: LibraryPdu) => void): void;
}
interface Library {
  createServer(listener: (session: LibrarySession) => void): Server;
}
const library = createRequire(import.meta.url)('smpp') as Library;

/** What an SMSC does about a submit_sm; it accepts it unless told otherwise. */
export type OnSubmit = (pdu: LibraryPdu, session: LibrarySession) => void;

export interface Smsc extends AsyncDisposable {
  readonly port: number;
  /** Each submit_sm that was read, in order. */
  readonly submits: LibraryPdu[];
  /** How often somebody bound. */
  binds: number;
  /** The status of binds. */
  bindStatus: number;
  onSubmit: OnSubmit;
  /** The session that bound last. */
  readonly session: LibrarySession | undefined;
  /** Brings a deliver_sm; resolves with the status of the answer. */
  deliver(fields: object): Promise<number>;
  /** Resolves when so many have bound. */
  bound(count: number): Promise<void>;
}

export const textOfSubmit = (pdu: LibraryPdu): string =>
  (pdu['message_payload'] as { message: string } | undefined)?.message ||
  (pdu['short_message'] as { message: string }).message;

export const accept = (pdu: LibraryPdu, session: LibrarySession, id = `id-${pdu.sequence_number}`): void => {
  session.send(pdu.response({ message_id: id }));
};
export const say =
  (status: number): OnSubmit =>
  (pdu, session) =>
    void session.send(pdu.response({ command_status: status }));

export async function openSmsc(): Promise<Smsc> {
  const sessions = new Set<LibrarySession>();
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const listen = (session: LibrarySession): void => {
    sessions.add(session);
    session.socket.on('close', () => sessions.delete(session));
    session.on('error', () => session.socket.destroy());
    session.on('pdu', (pdu) => {
      if (pdu.command.startsWith('bind_') && !pdu.command.endsWith('_resp')) {
        session.send(pdu.response(smsc.bindStatus === 0 ? {} : { command_status: smsc.bindStatus }));
        bind(session);
      } else if (pdu.command === 'submit_sm') {
        smsc.submits.push(pdu);
        smsc.onSubmit(pdu, session);
      } else if (pdu.command === 'enquire_link' || pdu.command === 'unbind') session.send(pdu.response());
    });
  };
  const server = library.createServer(listen);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let last: LibrarySession | undefined;
  const bind = (session: LibrarySession): void => {
    last = session;
    smsc.binds += 1;
    for (const one of waiting) if (smsc.binds >= one.count) one.resolve();
  };
  const smsc: Smsc = {
    port: (server.address() as AddressInfo).port,
    submits: [],
    binds: 0,
    bindStatus: 0,
    onSubmit: (pdu, session) => accept(pdu, session),
    get session() {
      return last;
    },
    deliver: (fields) =>
      new Promise((resolve) => last?.deliver_sm(fields, (pdu) => resolve(pdu.command_status))),
    bound: (count) =>
      smsc.binds >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.socket.destroy();
      await closed;
    },
  };
  return smsc;
}
