import { Inject, Injectable } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import {
  type CompiledJourney,
  findTemplateMistakes,
  type Problem,
  readJourney,
  templateUses,
} from '@hermod/journey';
import { TemplateCatalog } from '../../outbound/template-catalog.ts';
import { Journeys } from '../../storage/journeys.ts';

/** Makes a journey's draft its published version, which every instance uses for the next event. */
@Injectable()
export class PublishJourney {
  readonly #journeys: Journeys;
  readonly #templates: TemplateCatalog;
  constructor(@Inject(Journeys) journeys: Journeys, @Inject(TemplateCatalog) templates: TemplateCatalog) {
    this.#journeys = journeys;
    this.#templates = templates;
  }

  /**
   * @param by the key with which it is published
   * @throws HermodError JOURNEY_NOT_FOUND without a draft, JOURNEY_TEMPLATE_MISSING with each template that is
   * missing or made for another channel, DELIVERY_UNAVAILABLE when that can't be checked.
   */
  async execute(id: string, by: string): Promise<{ version: number }> {
    const draft = await this.#journeys.findDraft(id);
    if (draft === undefined) {
      throw new HermodError('JOURNEY_NOT_FOUND', `there is no journey ${id}`, {
        field: 'id',
        fix: 'save a draft by PUT first',
      });
    }
    const compiled = readJourney(draft.source, draft.format);
    const problems = await this.#missingTemplates(compiled);
    if (problems.length > 0) {
      throw new HermodError('JOURNEY_TEMPLATE_MISSING', problems[0]!.message, { ...problems[0], problems });
    }
    return { version: await this.#journeys.publish(id, draft, [...compiled.hears], by) };
  }

  async #missingTemplates({ document }: CompiledJourney): Promise<Problem[]> {
    const uses = templateUses(document.steps);
    const names = [...new Set(uses.map(({ template }) => template))];
    const channels = await Promise.all(
      names.map(async (name) => [name, await this.#templates.channelOf(name)] as const),
    );
    const known = channels.flatMap(([name, channel]) =>
      channel === undefined ? [] : [[name, channel] as const],
    );
    return findTemplateMistakes(uses, new Map(known)).map(({ severity: _severity, ...problem }) => problem);
  }
}
