import type { ConsentView } from '@hermod/api';
import type { LedgerRow } from '../../storage/ledger/consent-ledger.ts';

export type { ConsentView } from '@hermod/api';

/** A ledger entry as the API shows it; what it doesn't say is left out. `suppression: true` marks what a STOP or START wrote. */
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
    language: row.language,
    basis: row.basis,
    validUntil: row.validUntil?.toISOString(),
    source: row.source,
    reason: row.reason,
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    recordedBy,
    suppression: row.isSuppression ? true : undefined,
    erased: row.erasedAt === undefined ? undefined : true,
    proof: { sequence: row.sequence, digest: row.digest, hash: row.hash },
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as ConsentView;
}
