import type { LedgerRow } from '../../storage/consent-ledger.ts';

/** A ledger entry as the API shows it; what it doesn't say is left out. */
export type ConsentView = Readonly<Record<string, string | boolean>>;

/** `suppression: true` marks what a STOP or START wrote. */
export function toConsentView(row: LedgerRow): ConsentView {
  const { id, state, channel, purpose, topic, contactPoint, method, wording, wordingVersion, recordedBy } =
    row;
  const fields = {
    id,
    state,
    channel,
    purpose,
    topic,
    contactPoint,
    method,
    wording,
    wordingVersion,
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    recordedBy,
    suppression: row.isSuppression ? true : undefined,
  };
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string | boolean] => field[1] !== undefined),
  );
}
