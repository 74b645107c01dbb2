import type { SenderDocument } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { Senders } from '../../storage/senders.ts';
import { KnownSenders } from './known-senders.ts';
import { refuseUnserved } from './refuse-unserved.ts';

/** Saves and deletes senders, but for those of the providers file. */
@Injectable()
export class SaveSenders {
  readonly #senders: Senders;
  readonly #known: KnownSenders;
  readonly #pools: ProviderPools;

  constructor(
    @Inject(Senders) senders: Senders,
    @Inject(KnownSenders) known: KnownSenders,
    @Inject(ProviderPools) pools: ProviderPools,
  ) {
    this.#senders = senders;
    this.#known = known;
    this.#pools = pools;
  }

  /** @throws HermodError SENDER_IN_FILE_CONFLICT, SENDER_PROVIDER_UNKNOWN, SENDER_CHANNEL_UNSERVED */
  async save(id: string, sender: SenderDocument): Promise<{ isNew: boolean; updatedAt: Date }> {
    this.#refuseThoseOfTheFile(id);
    refuseUnserved(sender, (provider) => this.#pools.find(provider));
    const saved = await this.#senders.save(id, sender);
    await this.#known.refresh();
    return saved;
  }

  /** @throws HermodError SENDER_IN_FILE_CONFLICT, SENDER_NOT_FOUND */
  async delete(id: string): Promise<void> {
    this.#refuseThoseOfTheFile(id);
    if (!(await this.#senders.delete(id))) throw senderNotFound(id);
    await this.#known.refresh();
  }

  #refuseThoseOfTheFile(id: string): void {
    if (!this.#known.inFile.has(id)) return;
    throw new HermodError('SENDER_IN_FILE_CONFLICT', `${id} stands in the providers file`, {
      field: 'id',
      fix: 'change it in the file that HERMOD_PROVIDERS names and start again, or use another id',
    });
  }
}

/** The answer about a sender that nobody saved. */
export function senderNotFound(id: string): HermodError {
  return new HermodError('SENDER_NOT_FOUND', `there is no sender ${id}`, {
    field: 'id',
    fix: 'GET /v1/senders lists them',
  });
}
