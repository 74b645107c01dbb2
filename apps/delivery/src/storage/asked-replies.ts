import type { AskedReply, Permission } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Read model: which answers a message asks for. */
@Injectable()
export class AskedReplies {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** None where there is no such message, or it asks for nothing. */
  async of(messageId: string): Promise<readonly AskedReply[]> {
    const [row] = await this.#dataSource.query<{ permission: Permission }[]>(
      'SELECT permission FROM message WHERE id = $1::uuid',
      [messageId],
    );
    return row?.permission.intent.replies ?? [];
  }
}
