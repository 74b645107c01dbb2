import { canonical, sha256 } from './canonical.ts';
import type { EntryToChain } from './entry.ts';
import { instantText } from './instant-text.ts';

/** What of an entry the chain itself holds. */
type HashedEntry = Omit<EntryToChain, 'contactPoint'> & {
  readonly sequence: number;
  readonly digest: string;
};

/**
 * The link of an entry: over the link before it and all of the entry that is not personal.
 * @param before hash of the entry before; undefined for the first of a recipient.
 */
export function hashEntry(before: string | undefined, entry: HashedEntry): string {
  return sha256(
    canonical([
      'hermod.ledger.entry.1',
      before,
      entry.recipient,
      entry.id.toLowerCase(),
      String(entry.sequence),
      entry.state,
      entry.isSuppression ? 'suppression' : 'consent',
      entry.channel,
      entry.purpose,
      entry.topic,
      entry.method,
      entry.basis,
      entry.validUntil === undefined ? undefined : instantText(entry.validUntil),
      instantText(entry.at),
      instantText(entry.recordedAt),
      entry.recordedBy,
      entry.digest,
    ]),
  );
}
