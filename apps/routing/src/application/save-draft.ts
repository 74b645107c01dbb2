import { Inject, Injectable } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { type JourneyDocument, readJourney } from '@hermod/journey';
import type { SourceFormat } from '../storage/journey-rows.ts';
import { Journeys } from '../storage/journeys.ts';

/** Keeps a journey's draft as it was written, once it has no mistakes. */
@Injectable()
export class SaveDraft {
  readonly #journeys: Journeys;
  constructor(@Inject(Journeys) journeys: Journeys) {
    this.#journeys = journeys;
  }

  /**
   * @returns true when the journey is new
   * @throws HermodError JOURNEY_UNREADABLE, JOURNEY_INVALID, or JOURNEY_OTHER_ID when the document names another journey
   */
  execute(id: string, source: string, format: SourceFormat): Promise<boolean> {
    const { document } = readJourney(source, format);
    if (document.journey !== id) {
      throw new HermodError(
        'JOURNEY_OTHER_ID',
        `the document is about \`${document.journey}\`, the address about \`${id}\``,
        {
          field: 'journey',
          fix: 'use the same id in both',
        },
      );
    }
    refuseNul(source, document);
    return this.#journeys.saveDraft(id, source, format);
  }
}

/** PostgreSQL keeps no NUL: neither in the text as it was written, nor in the event types that stand beside it. */
function refuseNul(source: string, { exit = [] }: JourneyDocument): void {
  const index = exit.findIndex(({ on }) => on.includes('\0'));
  if (index < 0 && !source.includes('\0')) return;
  throw new HermodError('JOURNEY_UNREADABLE', 'the document holds a NUL character', {
    field: index < 0 ? 'journey' : `exit[${index}].on`,
    fix: 'take it out',
  });
}
