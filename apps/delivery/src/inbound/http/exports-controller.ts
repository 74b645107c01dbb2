import { RecipientPath } from '@hermod/api';
import { exportable, MOST_EXPORTED } from '@hermod/service-host';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { contentOf } from '../../application/words/content-of.ts';
import { LINK_BASES, type LinkBases } from '../../link-url.ts';
import { type KeptMessage, MessageExports } from '../../storage/message-exports.ts';
import type { TemplateRow } from '../../storage/template-row.ts';
import { Templates } from '../../storage/templates.ts';

/** Delivery's part of an export, for the gateway; not reachable from outside. */
@Controller('v1/exports')
export class ExportsController {
  constructor(
    @Inject(MessageExports) private readonly exports: MessageExports,
    @Inject(Templates) private readonly templates: Templates,
    @Inject(LINK_BASES) private readonly bases: LinkBases,
  ) {}

  /** Messages with their words, as far as their templates still tell them. */
  @Get(':id')
  async get(@Param({ schema: RecipientPath }) { id }: RecipientPath): Promise<object> {
    const messages = exportable('messages', await this.exports.messages(id, MOST_EXPORTED + 1));
    const attempts = await this.exports.attempts(messages.map((message) => message.id));
    const attemptsOf = Map.groupBy(attempts, ({ messageId }) => messageId);
    const names = new Set(messages.map(({ permission }) => permission.intent.template));
    const found = await Promise.all(
      [...names].map(async (name) => [name, await this.templates.find(name)] as const),
    );
    const templates = new Map<string, TemplateRow | null>(found);
    return {
      messages: messages.map((message) => ({
        ...this.#withWords(message, templates),
        attempts: (attemptsOf.get(message.id) ?? []).map(({ messageId: _id, ...attempt }) => attempt),
      })),
      optOuts: exportable('opt-outs', await this.exports.optOuts(id, MOST_EXPORTED + 1)),
    };
  }

  #withWords(message: KeptMessage, templates: ReadonlyMap<string, TemplateRow | null>): object {
    const { permission, ...rest } = message;
    const { contactPoints, attributes, locale, intent } = permission;
    const { journey, step, topic, template, context } = intent;
    const words = contentOf(message, templates.get(template) ?? null, this.bases);
    return { ...rest, journey, step, topic, template, contactPoints, attributes, locale, context, ...words };
  }
}
