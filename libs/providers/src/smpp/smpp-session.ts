/** One bound connection to an SMSC. */
import type { Socket } from 'node:net';
import {
  COMMANDS,
  encodePdu,
  GENERIC_NACK,
  type Pdu,
  PduCutter,
  PduError,
  readDeliver,
  RESPONSE,
  type ShortMessage,
} from './pdu.ts';
import { Requests, type RequestOutcome } from './requests.ts';
import { STATUS } from './statuses.ts';
import { Vigil } from './vigil.ts';

export interface SessionOptions {
  /** Most requests without an answer. */
  readonly windowSize: number;
  readonly enquireLinkMs: number;
  /** How long an answer to an enquire_link may take. */
  readonly silenceMs: number;
  /** Takes what the SMSC brings; it is told that we have it when this resolves, and to bring it again when it rejects or is absent. */
  readonly onDeliver?: ((message: ShortMessage) => Promise<void>) | undefined;
}

/** So many deliveries are worked on at a time; the SMSC's octets wait in the socket meanwhile. */
const MAX_DELIVERIES = 100;
/** How long an unbind is waited for. */
const UNBIND_MS = 1_000;
const NOTHING = Buffer.alloc(0);
const ANSWERED: ReadonlySet<number> = new Set([COMMANDS.deliverSm, COMMANDS.enquireLink, COMMANDS.unbind]);

/**
 * Requests under a window, their answers by sequence_number in whatever order they come, deliveries, and the watch over
 * silence. It never reconnects: once closed it stays closed.
 */
export class SmppSession {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #requests: Requests;
  readonly #vigil: Vigil;
  readonly #cutter = new PduCutter();
  readonly #closed = Promise.withResolvers<string>();
  readonly #deliveries = new Set<Promise<void>>();
  #reason: string | undefined;

  /** @param socket connected, and nothing read from it yet */
  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#requests = new Requests(options.windowSize, (pdu) => this.#write(pdu));
    this.#vigil = new Vigil(options, {
      ask: () => this.#enquire(),
      giveUp: () => this.#drop('the SMSC went silent'),
    });
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#drop(error.code ?? error.name));
    socket.on('close', () => this.#drop('the SMSC closed the connection'));
  }

  get isOpen(): boolean {
    return this.#reason === undefined;
  }

  /** Whether a request other than the bind was answered: an SMSC that takes binds and nothing else is of no use. */
  get hasServed(): boolean {
    return this.#requests.answered > 1;
  }

  /** Resolves with the reason when the connection is over. */
  get closed(): Promise<string> {
    return this.#closed.promise;
  }

  /**
   * Sends a request when the window has a place. `signal` ends it at any stage; `mayStart` is asked right before it is written. Never
   * rejects.
   */
  async request(
    command: number,
    body: Buffer,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<RequestOutcome> {
    const outcome = await this.#requests.send(command, body, signal, mayStart);
    // Perhaps only this answer is missing; perhaps nobody is there any more.
    if (outcome.kind === 'lost' && outcome.timedOut && this.isOpen) this.#vigil.askNow();
    return outcome;
  }

  /** Waits for running requests and for deliveries that are being taken, unbinds and hangs up. */
  async close(): Promise<void> {
    await this.#requests.settled();
    await Promise.all(this.#deliveries);
    if (this.isOpen) await this.request(COMMANDS.unbind, NOTHING, AbortSignal.timeout(UNBIND_MS));
    this.#drop('closed by us');
    await this.closed;
  }

  /** Hangs up without a word. */
  abandon(): void {
    this.#drop('closed by us');
  }

  #read(chunk: Buffer): void {
    if (!this.isOpen) return;
    this.#vigil.heard();
    try {
      for (const pdu of this.#cutter.push(chunk)) this.#take(pdu);
    } catch (error) {
      if (!(error instanceof PduError)) throw error;
      this.#drop(error.message);
    }
  }

  #take(pdu: Pdu): void {
    if (pdu.command >= RESPONSE) this.#requests.answer(pdu);
    else if (pdu.command === COMMANDS.deliverSm) this.#deliver(pdu);
    else if (pdu.command === COMMANDS.enquireLink) this.#answer(pdu, STATUS.ok);
    else if (pdu.command === COMMANDS.unbind) {
      this.#answer(pdu, STATUS.ok);
      this.#drop('the SMSC unbound');
    } else if (pdu.command !== COMMANDS.alertNotification) this.#answer(pdu, STATUS.invalidCommand);
  }

  #deliver(pdu: Pdu): void {
    const delivery = this.#statusOf(pdu).then((status) => {
      this.#answer(pdu, status);
      this.#deliveries.delete(delivery);
      if (this.#deliveries.size < MAX_DELIVERIES) this.#resume();
    });
    this.#deliveries.add(delivery);
    if (this.#deliveries.size >= MAX_DELIVERIES) this.#pause();
  }

  async #statusOf(pdu: Pdu): Promise<number> {
    const { onDeliver } = this.#options;
    if (onDeliver === undefined) return STATUS.temporaryApplicationError;
    try {
      await onDeliver(readDeliver(pdu.body));
      return STATUS.ok;
    } catch (error) {
      // What can't be read today can't be read tomorrow; what could not be recorded can.
      return error instanceof PduError ? STATUS.permanentApplicationError : STATUS.temporaryApplicationError;
    }
  }

  /** Also the words of the other side that we don't hear count as silence, so the watch rests as well. */
  #pause(): void {
    this.#socket.pause();
    this.#vigil.rest();
  }

  #resume(): void {
    if (!this.#socket.isPaused() || !this.isOpen) return;
    this.#socket.resume();
    this.#vigil.heard();
  }

  #answer({ command, sequence }: Pdu, status: number): void {
    const isKnown = ANSWERED.has(command);
    // deliver_sm_resp has a message_id, which is empty.
    const body = command === COMMANDS.deliverSm ? Buffer.alloc(1) : NOTHING;
    this.#write({ command: isKnown ? command + RESPONSE : GENERIC_NACK, status, sequence, body });
  }

  #enquire(): void {
    void this.#requests.urgently(COMMANDS.enquireLink, NOTHING);
  }

  #write(pdu: Pdu): void {
    if (this.isOpen) this.#socket.write(encodePdu(pdu));
  }

  #drop(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#vigil.end();
    // What was written still goes out; nothing more is read.
    this.#socket.destroySoon();
    this.#requests.fail(reason);
    this.#closed.resolve(reason);
  }
}
