import { HermodError } from '@hermod/contracts';
import type { Draft, Journeys } from '../../storage/journeys.ts';

/**
 * A journey that has to be there.
 * @throws HermodError JOURNEY_NOT_FOUND
 */
export async function existingJourney(journeys: Journeys, id: string): Promise<Draft> {
  const draft = await journeys.findDraft(id);
  if (draft !== undefined) return draft;
  throw new HermodError('JOURNEY_NOT_FOUND', `there is no journey ${id}`, {
    field: 'id',
    fix: 'GET /v1/journeys lists them',
  });
}
