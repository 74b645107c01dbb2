import type { Readable } from 'node:stream';
import { HermodError } from '@hermod/contracts';
import { LAUNCH_LIST } from '@hermod/http';
import { Injectable } from '@nestjs/common';
import type { ListedRecipient } from '../../storage/launch-lists.ts';
import { checkList } from './launch-list.ts';
import { readCsvList } from './read-csv-list.ts';
import { readJsonList } from './read-list.ts';

/** Lists that are read at the same time: each is held whole until all of its rows are known to be good. */
const MOST_AT_ONCE = 2;

/** Reads uploaded lists, few at a time. */
@Injectable()
export class ListUploads {
  #underWay = 0;

  /**
   * Reads and checks a list, and hands it over.
   * @throws HermodError LAUNCH_LIST_UNAVAILABLE while others are read; LAUNCH_LIST_INVALID, LAUNCH_LIST_TOO_LARGE,
   * LAUNCH_LIST_BROKEN_OFF
   */
  async read<T>(
    body: Readable,
    contentType: string | string[] | undefined,
    use: (list: ListedRecipient[]) => Promise<T>,
  ): Promise<T> {
    if (this.#underWay >= MOST_AT_ONCE) {
      body.resume();
      throw new HermodError('LAUNCH_LIST_UNAVAILABLE', 'other lists are being read', {
        fix: 'send it again in a moment, with the same idempotency-key',
      });
    }
    this.#underWay += 1;
    try {
      return await use(await readList(body, String(contentType)));
    } finally {
      this.#underWay -= 1;
    }
  }
}

async function readList(body: Readable, contentType: string): Promise<ListedRecipient[]> {
  const isCsv = LAUNCH_LIST.csvTypes.some((type) => contentType.toLowerCase().startsWith(type));
  try {
    return await checkList(isCsv ? readCsvList(body) : readJsonList(body));
  } catch (cause) {
    if (cause instanceof HermodError || body.errored === null) throw cause;
    throw new HermodError('LAUNCH_LIST_BROKEN_OFF', 'the list broke off; nothing was imported', {
      fix: 'send it again',
      cause,
    });
  }
}
