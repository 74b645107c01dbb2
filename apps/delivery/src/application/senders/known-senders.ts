import type { Sender } from '@hermod/channels';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { Senders } from '../../storage/senders.ts';
import { refuseUnserved } from './refuse-unserved.ts';

/** Injection token of the senders in the providers file. */
export const SENDERS_IN_FILE = Symbol('Sender[]');

/** A change at another instance counts here this much later. */
const READ_EVERY_MS = 1_000;

/**
 * All senders that messages may come from: those of the providers file, which go before, and those that were saved. They are kept
 * in memory, so that choosing one asks nobody; while they can't be read, the last ones count.
 */
@Injectable()
export class KnownSenders implements OnModuleInit, OnModuleDestroy {
  readonly inFile: ReadonlyMap<string, Sender>;
  readonly #senders: Senders;
  readonly #log: Logger;
  #current: readonly Sender[] = [];
  #reading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @throws HermodError when a sender of the file is of a channel that its provider doesn't serve */
  constructor(
    @Inject(SENDERS_IN_FILE) inFile: readonly Sender[],
    @Inject(Senders) senders: Senders,
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(LOG) log: Logger,
  ) {
    for (const sender of inFile) refuseUnserved(sender, (id) => pools.find(id), `senders.${sender.id}.`);
    this.inFile = new Map(inFile.map((sender) => [sender.id, sender]));
    this.#senders = senders;
    this.#log = log;
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.#timer = setInterval(() => {
      this.#reading ??= this.refresh()
        .catch((error: unknown) => this.#log.warn({ err: error }, 'senders could not be read'))
        .finally(() => (this.#reading = undefined));
    }, READ_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
  }

  /** Those of now, but for what other instances changed within the last second. */
  get current(): readonly Sender[] {
    return this.#current;
  }

  /** Reads them again, after something was changed here. */
  async refresh(): Promise<void> {
    const kept = await this.#senders.list();
    this.#current = [...this.inFile.values(), ...kept.filter(({ id }) => !this.inFile.has(id))];
  }
}
