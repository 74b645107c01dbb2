import { Inject, Injectable } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { type CompiledJourney, type Finding, readJourney } from '@hermod/journey';
import type { SourceFormat } from '../../storage/journey-rows.ts';
import { Journeys, type MayReplace } from '../../storage/journeys.ts';

/** What became of a draft. */
export interface SavedDraft {
  readonly isNew: boolean;
  /** What its author may want to think about. */
  readonly warnings: readonly Finding[];
}

/** Keeps a journey's draft as it was written, once it has no mistakes. */
@Injectable()
export class SaveDraft {
  readonly #journeys: Journeys;
  constructor(@Inject(Journeys) journeys: Journeys) {
    this.#journeys = journeys;
  }

  /**
   * @param mayReplace whether the draft that is there (undefined: none) is the one that the author has seen.
   * @throws HermodError JOURNEY_UNREADABLE, JOURNEY_INVALID, JOURNEY_OTHER_ID when the document names another journey,
   * or JOURNEY_PRECONDITION_FAILED when the draft may not be replaced
   */
  async execute(
    id: string,
    source: string,
    format: SourceFormat,
    mayReplace: MayReplace = () => true,
  ): Promise<SavedDraft> {
    const compiled = readJourney(source, format);
    const { document } = compiled;
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
    refuseNul(source, compiled);
    const saved = await this.#journeys.saveDraft(id, source, format, mayReplace);
    if (saved === 'refused') throw await this.#preconditionFailed(id);
    return { isNew: saved === 'created', warnings: compiled.warnings };
  }

  async #preconditionFailed(id: string): Promise<HermodError> {
    const exists = (await this.#journeys.findDraft(id)) !== undefined;
    const message = exists
      ? 'the draft is another one than you have seen'
      : 'there is no draft to be replaced';
    const fix = exists
      ? `GET /v1/journeys/${id}, put your change into what you get, and send it with If-Match: <its ETag>`
      : 'leave If-Match out to save it as a new journey';
    return new HermodError('JOURNEY_PRECONDITION_FAILED', message, { field: 'if-match', fix });
  }
}

/** PostgreSQL keeps no NUL: neither in the text as it was written, nor in the event types that stand beside it. */
function refuseNul(source: string, { hears }: CompiledJourney): void {
  if (!source.includes('\0') && ![...hears].some((type) => type.includes('\0'))) return;
  throw new HermodError('JOURNEY_UNREADABLE', 'the document holds a NUL character', {
    field: 'journey',
    fix: 'take it out',
  });
}
