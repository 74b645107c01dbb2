import { PageQuery, storableText } from '@hermod/api';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { RecipientSnapshot, type RecipientState } from '../../storage/recipient-snapshot.ts';

const SnapshotQuery = PageQuery.pick({ limit: true }).extend({ after: storableText(128).default('') });
type SnapshotQuery = z.infer<typeof SnapshotQuery>;

/** For other services; not reachable through the gateway. */
@Controller('v1/snapshots')
export class SnapshotsController {
  readonly #snapshot: RecipientSnapshot;

  constructor(@Inject(RecipientSnapshot) snapshot: RecipientSnapshot) {
    this.#snapshot = snapshot;
  }

  /** A page of recipients after an id; `next` is the `after` of the next page, and absent on the last. */
  @Get('recipients')
  async recipients(
    @Query({ schema: SnapshotQuery }) { after, limit }: SnapshotQuery,
  ): Promise<{ recipients: RecipientState[]; next?: string }> {
    const recipients = await this.#snapshot.page(after, limit);
    const last = recipients.at(-1);
    if (last === undefined || recipients.length < limit) return { recipients };
    return { recipients, next: last.state.recipient };
  }
}
