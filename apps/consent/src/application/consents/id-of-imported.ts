import { deriveId } from '@hermod/contracts';
import type { ConsentToRecord } from './record-consents.ts';

/** The id of an imported consent, by what it says: the same again is the same entry. */
export function idOfImported(recipient: string, consent: Omit<ConsentToRecord, 'id' | 'recipient'>): string {
  const { at, validUntil, ...said } = consent;
  const ends = validUntil === undefined ? [] : [validUntil.toISOString()];
  const more = [said.language, said.basis, said.doubleOptIn, said.source, said.reason].filter(
    (one) => one !== undefined,
  );
  const words = [
    said.state,
    said.channel,
    said.purpose,
    said.topic,
    said.contactPoint,
    said.method,
    said.wording,
    said.wordingVersion,
    at?.toISOString(),
    // Absent where there is none, so that what was imported before these fields existed keeps its id.
    ...more,
    ...ends,
  ];
  return deriveId('import', recipient, JSON.stringify(words));
}
