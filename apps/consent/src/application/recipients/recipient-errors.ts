import { HermodError } from '@hermod/contracts';

/** Nobody has told Hermod about this recipient. */
export function recipientNotFound(): HermodError {
  return new HermodError('RECIPIENT_NOT_FOUND', 'there is no such recipient', {
    field: 'id',
    fix: 'check the id, or store the recipient with PUT /v1/recipients/{id} first',
  });
}

/** The recipient was erased, and nothing is known of them any more. */
export function recipientErased(): HermodError {
  return new HermodError('RECIPIENT_ERASED', 'this recipient was erased', {
    field: 'id',
    fix: 'store the recipient anew with PUT /v1/recipients/{id}; consents have to be given anew as well',
  });
}
