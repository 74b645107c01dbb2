import { Inject, Injectable } from '@nestjs/common';
import { type Channel, HermodError } from '@hermod/contracts';
import { channelOf, type CompiledJourney, type Problem, readJourney } from '@hermod/journey';
import { TemplateCatalog } from '../outbound/template-catalog.ts';
import { Journeys } from '../storage/journeys.ts';

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

  async #missingTemplates(compiled: CompiledJourney): Promise<Problem[]> {
    const uses = templateUses(compiled);
    const names = [...new Set(uses.map(({ template }) => template))];
    const channels = new Map(
      await Promise.all(names.map(async (name) => [name, await this.#templates.channelOf(name)] as const)),
    );
    return uses.flatMap(({ field, channel, template }) => {
      const found = channels.get(template);
      if (found === channel) return [];
      const message =
        found === undefined
          ? `there is no template \`${template}\``
          : `\`${template}\` is a template for ${found}`;
      return [{ field, message, fix: `PUT /v1/templates/${template} with channel ${channel}` }];
    });
  }
}

function templateUses({
  document,
}: CompiledJourney): { field: string; channel: Channel; template: string }[] {
  return document.steps.flatMap((step, index) => {
    const kind = 'escalate' in step ? 'escalate' : 'send';
    const rungs = 'escalate' in step ? step.escalate : 'send' in step ? step.send : [];
    return rungs.map((rung, n) => {
      const { channel, template } = channelOf(rung);
      return { field: `steps[${index}].${kind}[${n}].${channel}`, channel, template };
    });
  });
}
