import { deriveId, type RecipientChanged } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';

/**
 * Tells the other services the whole of what is known of a recipient.
 * @param version of the recipient: a repeat of the same change looks like a repeat.
 */
export function publishRecipient(state: RecipientChanged, version: number, unit: UnitOfWork): void {
  unit.publish('recipientChanged', state, {
    id: deriveId('recipient-changed', state.recipient, version),
    recipient: state.recipient,
    lanes: ['plain'],
  });
}
