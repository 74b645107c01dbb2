import type { ConsentInput } from '@hermod/api';
import type { ConsentToRecord } from '../../application/consents/record-consents.ts';

/** What a body says, as it is to be recorded. @param recordedBy the id of the key with which it came. */
export function saidIn(body: ConsentInput, recordedBy: string): Omit<ConsentToRecord, 'id' | 'recipient'> {
  const { at, validUntil, ...said } = body;
  return {
    ...said,
    contactPoint: said.contactPoint,
    purpose: said.purpose,
    topic: said.topic,
    wording: said.wording,
    wordingVersion: said.wordingVersion,
    validUntil: validUntil === undefined ? undefined : new Date(validUntil),
    at: at === undefined ? undefined : new Date(at),
    recordedBy,
  };
}
