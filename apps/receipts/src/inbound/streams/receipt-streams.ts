import type { ReceiptStream, StreamReading } from '@hermod/providers';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RecordReading } from '../../application/record-reading.ts';

/** Injection token of the connections over which reports come, by provider id. */
export const RECEIPT_STREAMS = Symbol('ReceiptStreams');

/**
 * Holds the connections over which reports come, as webhooks come over HTTP. A connection that is lost is no reason to be unready: the
 * provider keeps what it has until it can bring it, and everything else goes on.
 */
@Injectable()
export class ReceiptStreams implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #streams: ReadonlyMap<string, ReceiptStream>;
  readonly #recordReading: RecordReading;
  readonly #log: Logger;

  constructor(
    @Inject(RECEIPT_STREAMS) streams: ReadonlyMap<string, ReceiptStream>,
    @Inject(RecordReading) recordReading: RecordReading,
    @Inject(LOG) log: Logger,
  ) {
    this.#streams = streams;
    this.#recordReading = recordReading;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    for (const [provider, stream] of this.#streams) {
      stream.start(
        (reading) => this.#take(provider, reading),
        ({ isConnected, reason }) => {
          if (isConnected) this.#log.info({ provider }, 'the receiver is connected');
          else this.#log.warn({ provider, reason }, 'the receiver is not connected; trying again');
        },
      );
    }
  }

  /** Before Kafka and the database are let go: what is being recorded is recorded and acknowledged. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.close()));
  }

  async #take(provider: string, reading: StreamReading): Promise<void> {
    try {
      await this.#recordReading.execute(provider, reading);
    } catch (error) {
      this.#log.warn(
        { provider, err: error },
        'a report could not be recorded; the provider brings it again',
      );
      throw error;
    }
  }
}
