import type { AddressInfo, Socket } from 'node:net';
import {
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerSession,
  SMTPServer,
} from 'smtp-server';
import type { Fate } from '../faults/dice.ts';
import type { World } from '../world.ts';
import type { MailWayBack } from './accepted-mail.ts';
import { readMail } from './read-mail.ts';
import { type MailAnswer, type MailCall, noteRefusal, takeMail } from './take-mail.ts';

/** Mails beyond this are turned away, as large mailbox providers do. */
const MAX_MAIL_BYTES = 25 * 1024 * 1024;
/** How long a connection in the middle of a mail may go on when the server closes. */
const CLOSE_TIMEOUT_MS = 500;
const MAILBOX = /^(\d{3,15})@sim\.test$/i;

/** The mail server of `sim.test`, listening. */
export interface MailServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A mail whose recipient was taken, until its content is there. */
interface Pending {
  readonly call: MailCall;
  readonly phone: string;
  readonly fate: Fate;
}

/**
 * Takes mail for `<digits>@sim.test`, onto the phone of that number. Every client may send, with whatever name and password.
 * @throws Error with what to do, when the port is taken.
 */
export async function openMailServer(world: World, wayBack: MailWayBack): Promise<MailServer> {
  const { host, smtpPort } = world.settings;
  const pending = new Map<string, Pending>();
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    name: 'sim.test',
    banner: 'the simulated world',
    size: MAX_MAIL_BYTES,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    hideDSN: false,
    disableReverseLookup: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'anybody' }),
    onRcptTo: (address, session, done) => settle(judgeRecipient(world, pending, address, session), done),
    onData: (stream, session, done) => settle(takeContent(stream, session), done),
    onClose: ({ id }) => void pending.delete(id),
  });

  async function takeContent(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const { id, remotePort } = session;
    const raw = Buffer.concat((await stream.toArray()) as Buffer[]);
    const waiting = pending.get(id);
    pending.delete(id);
    if (waiting === undefined) throw reply(503, '5.5.1 No recipient');
    if (stream.sizeExceeded) throw await refused(world, waiting.call, reply(552, '5.3.4 Message too big'));
    const answer = await takeMail(world, wayBack, { ...waiting, raw, read: await readMail(raw) });
    return answered(sockets.get(remotePort), answer);
  }

  server.server.on('connection', (socket: Socket) => keep(sockets, socket));
  // What befalls one connection is the client's to see.
  server.on('error', ({ code }: NodeJS.ErrnoException) =>
    world.log.debug({ code }, 'a mail connection failed'),
  );
  const port = await listening(server, host, smtpPort);
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** The recipient of a mail; the faults that turn a mail away do so here, as greylisting does. */
async function judgeRecipient(
  world: World,
  pending: Map<string, Pending>,
  { address }: SMTPServerAddress,
  { id, envelope }: SMTPServerSession,
): Promise<void> {
  if (envelope.rcptTo.length > 0) throw reply(452, '4.5.3 One recipient at a time');
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const call = {
    receivedAt: new Date(),
    envelopeId: envelope.dsn?.envid ?? null,
    envelopeFrom: from,
    to: address,
  };
  const fate = world.faults.roll('smtp');
  if (fate.answer === 'throttle')
    throw await refused(world, call, reply(450, '4.7.1 Greylisted'), 'throttled');
  if (fate.answer === 'error') throw await refused(world, call, reply(451, '4.3.0 Try again later'), 'error');
  const digits = MAILBOX.exec(address)?.[1];
  if (digits === undefined) throw await refused(world, call, reply(550, '5.1.1 No such mailbox'));
  if (fate.answer === 'refuse') throw await refused(world, call, reply(550, '5.7.1 Not wanted here'));
  pending.set(id, { call, phone: `+${digits}`, fate });
}

type Reply = Error & { readonly responseCode: number };

const reply = (responseCode: number, words: string): Reply =>
  Object.assign(new Error(words), { responseCode });

async function refused(
  world: World,
  call: MailCall,
  no: Reply,
  outcome: 'refused' | 'throttled' | 'error' = 'refused',
): Promise<Reply> {
  await noteRefusal(world, call, outcome);
  return no;
}

/** By the client's port, for as long as it is connected: sessions don't tell their sockets. */
function keep(sockets: Map<number, Socket>, socket: Socket): void {
  const { remotePort = 0 } = socket;
  sockets.set(remotePort, socket);
  socket.once('close', () => sockets.delete(remotePort));
}

/** Answers, or leaves the client without an answer. */
function answered(socket: Socket | undefined, answer: MailAnswer): Promise<string> | string {
  if (answer.kind === 'taken') return `2.0.0 Queued as ${answer.queueId}`;
  if (answer.kind === 'reset') socket?.resetAndDestroy();
  else socket?.destroy();
  // Nobody is left to be answered.
  return new Promise<string>(() => undefined);
}

function settle<Value>(
  promise: Promise<Value>,
  done: (error?: Error | null, value?: Value & string) => void,
): void {
  promise.then(
    (value) => done(null, value as Value & string),
    (error: Error) => done(error),
  );
}

function listening(server: SMTPServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const fix = 'end the program that has it, or set HERMOD_SMTP_PORT';
      const taken = `The simulator can't listen for mail: port ${port} is taken; ${fix}.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
    };
    server.once('error', fail);
    const net = server.listen(port, host, () => {
      server.off('error', fail);
      resolve((net.address() as AddressInfo).port);
    });
  });
}
