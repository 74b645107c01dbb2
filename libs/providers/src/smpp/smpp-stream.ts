/** What an SMSC brings, over a receiver bind that we hold open. */
import { setTimeout as wait } from 'node:timers/promises';
import type {
  InboundReport,
  ReaderOptions,
  ReceiptStream,
  StreamNews,
  StreamReading,
} from '../receipt-reader.ts';
import { textOf } from './addresses.ts';
import { backoffMs } from './backoff.ts';
import { bind, BindFailed } from './bind.ts';
import type { ShortMessage } from './pdu.ts';
import { readDelivery, type Written } from './read-delivery.ts';
import type { SmppConfig } from './smpp-config.ts';
import type { SmppSession } from './smpp-session.ts';
import { TextParts } from './text-parts.ts';

/** A bind that held for so long was of use. */
const OF_USE_MS = 10_000;

type Take = (reading: StreamReading) => Promise<void>;
type Tell = (news: StreamNews) => void;
type OnDeliver = (message: ShortMessage) => Promise<void>;

/** The receiver of one account. */
export function openSmppStream(config: SmppConfig, options: Pick<ReaderOptions, 'now'> = {}): ReceiptStream {
  return new SmppStream(config, options.now ?? (() => new Date()));
}

class SmppStream implements ReceiptStream {
  readonly type = 'smpp';
  readonly #config: SmppConfig;
  readonly #now: () => Date;
  readonly #closing = new AbortController();
  #session: SmppSession | undefined;
  #running: Promise<void> | undefined;
  #parts: TextParts | undefined;

  constructor(config: SmppConfig, now: () => Date) {
    this.#config = config;
    this.#now = now;
  }

  start(take: Take, tell: Tell = () => undefined): void {
    this.#parts = new TextParts((text, written) =>
      take({ receipts: [], inbound: [this.#inbound(text, written)] }),
    );
    this.#running ??= this.#run((message) => this.#deliver(message, take), tell);
  }

  isConnected(): boolean {
    return this.#session?.isOpen === true;
  }

  /** Waits for what is being recorded, and acknowledges it. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#parts?.flush();
    await this.#session?.close();
    await this.#running;
  }

  /** Binds, and again after each loss: at once after a bind that was of use, else after a pause that grows. */
  async #run(onDeliver: OnDeliver, tell: Tell): Promise<void> {
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      await this.#pause(backoffMs(failures));
      const startedMs = performance.now();
      if (!this.#closing.signal.aborted)
        tell({ isConnected: false, reason: await this.#holdOne(onDeliver, tell) });
      failures = performance.now() - startedMs >= OF_USE_MS ? 0 : failures + 1;
    }
  }

  /** @returns why the connection is over, or could not be had */
  async #holdOne(onDeliver: OnDeliver, tell: Tell): Promise<string> {
    try {
      const session = await bind(this.#config, 'receiver', onDeliver);
      this.#session = session;
      if (this.#closing.signal.aborted) await session.close();
      else tell({ isConnected: true });
      return await session.closed;
    } catch (error) {
      if (!(error instanceof BindFailed)) throw error;
      return error.result.reason;
    }
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#closing.signal }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
  }

  async #deliver(message: ShortMessage, take: Take): Promise<void> {
    const delivery = readDelivery(message, this.#config, this.#now().toISOString());
    if (delivery.kind === 'text') await this.#parts?.add(delivery.written);
    else if (delivery.kind === 'receipt' && delivery.report !== undefined)
      await take({ receipts: [delivery.report], inbound: [] });
  }

  #inbound(text: string, { message }: Written): InboundReport {
    const [from, to] = [textOf(message.source), textOf(message.destination)];
    return { kind: 'text', channel: 'sms', from, to, text, at: this.#now().toISOString() };
  }
}
