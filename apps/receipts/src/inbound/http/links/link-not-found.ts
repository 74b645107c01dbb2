import { HermodError } from '@hermod/contracts';

/** What to throw where no such link was made; it tells nothing of who is known. */
export function linkNotFound(): HermodError {
  return new HermodError('LINK_NOT_FOUND', 'no such link was made here', { fix: 'open the whole link' });
}
