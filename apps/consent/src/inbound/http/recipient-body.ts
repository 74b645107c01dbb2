import { type ContactPointInput, RecipientInput } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import type { z } from 'zod';
import { normalizeAddress } from '../../application/recipients/normalize-address.ts';

/** `PUT /v1/recipients/{id}`: what the API takes, with each address in its one form, and once. */
export const RecipientBody = RecipientInput.transform((recipient, context) => {
  const contactPoints = recipient.contactPoints.map((point, position) =>
    normalized(point, (message) => {
      context.addIssue({ code: 'custom', path: ['contactPoints', position, 'address'], message });
    }),
  );
  const seen = new Set<string>();
  for (const [position, { channel, address }] of contactPoints.entries()) {
    const key = `${channel} ${address}`;
    const path = ['contactPoints', position, 'address'];
    if (seen.has(key)) context.addIssue({ code: 'custom', path, message: 'list each address once' });
    seen.add(key);
  }
  return { ...recipient, contactPoints };
});
export type RecipientBody = z.infer<typeof RecipientBody>;

/** @param tell gets what is wrong with an address that can't be one. */
function normalized(point: ContactPointInput, tell: (problem: string) => void): ContactPointInput {
  try {
    return { ...point, address: normalizeAddress(point.channel, point.address) };
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    tell(`${error.message}; ${error.fix}`);
    return point;
  }
}
