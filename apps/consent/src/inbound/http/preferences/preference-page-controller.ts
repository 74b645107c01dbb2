import { PageLanguage } from '@hermod/api';
import { Messaging } from '@hermod/messaging';
import { chooseLanguage, CONFIG, readPreferences, sendPage, type ServiceConfig } from '@hermod/service-host';
import { Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { PreferenceSheet } from '../../../application/preferences/preference-sheet.ts';
import { type SaidOnPage, SavePreferences } from '../../../application/preferences/save-preferences.ts';
import { ShowPreferences } from '../../../application/preferences/show-preferences.ts';
import { answerWhenPublished } from '../answer-when-published.ts';
import { PageFilter } from './page-filter.ts';
import { claimsOf, formOf, type PersonRequest, sourceOf } from './person-request.ts';
import { type PreferenceForm, readPreferenceForm } from './read-form.ts';
import { renderPreferencePage } from './render-preference-page.ts';
import { type Notice, NOTICES } from './texts/page-texts.ts';
import { textsIn } from './texts/texts.ts';
import { wordingOf, wordingVersion } from './wording.ts';

const SEE_OTHER = 303;

/** What isn't known in an address is as if it weren't there: people get them cut and stretched. */
const PageQuery = z.object({
  lang: PageLanguage.optional().catch(undefined),
  told: z.enum(NOTICES).optional().catch(undefined),
});
type PageQuery = z.infer<typeof PageQuery>;

/** `/preferences/{token}`: the page on which people choose what they get. The token stands for the recipient. */
@Controller('preferences/:token')
@UseFilters(new PageFilter())
export class PreferencePageController {
  readonly #messaging: Messaging;
  readonly #showPreferences: ShowPreferences;
  readonly #savePreferences: SavePreferences;
  readonly #config: ServiceConfig;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ShowPreferences) showPreferences: ShowPreferences,
    @Inject(SavePreferences) savePreferences: SavePreferences,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#showPreferences = showPreferences;
    this.#savePreferences = savePreferences;
    this.#config = config;
  }

  /** What holds now. */
  @Get()
  async show(
    @Param('token') token: string,
    @Query({ schema: PageQuery }) { lang, told }: PageQuery,
    @Req() request: PersonRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { sheet } = await this.#open(token);
    const accepted = request.headers['accept-language'];
    const language = chooseLanguage({ asked: lang, locale: sheet.locale, accepted });
    await sendPage(reply, renderPreferencePage(sheet, textsIn(language), { notice: told }));
  }

  /** Keeps what was changed, and leads back to the page; answered when nothing that contradicts it can still be permitted. */
  @Post()
  async save(
    @Param('token') token: string,
    @Req() request: PersonRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { recipient, sheet } = await this.#open(token);
    const form = readPreferenceForm(formOf(request));
    if (form.mistake !== undefined)
      return sendPage(reply, renderPreferencePage(sheet, textsIn(form.language), { rejected: form }));
    const source = sourceOf(request, `${this.#config.publicUrl}/preferences`);
    const notice = await this.#keep(form, { recipient, language: form.language, source }, sheet);
    await reply.status(SEE_OTHER).header('location', `?lang=${form.language}&told=${notice}#notice`).send();
  }

  async #open(token: string): Promise<{ recipient: string; sheet: PreferenceSheet }> {
    const now = new Date();
    const { recipient } = claimsOf(readPreferences(token, this.#config.secret, now));
    return { recipient, sheet: await this.#showPreferences.execute(recipient, now) };
  }

  async #keep(
    { act, language, submitted }: PreferenceForm,
    said: SaidOnPage,
    seen: PreferenceSheet,
  ): Promise<Notice> {
    const texts = textsIn(language);
    return answerWhenPublished(this.#messaging, [said.recipient], async (unit): Promise<Notice> => {
      if (act === 'save') {
        const words: Parameters<SavePreferences['execute']>[2] = (choice, sheet) =>
          wordingOf(choice, sheet, texts);
        return this.#savePreferences.execute(said, submitted, words, unit);
      }
      const isAll = act === 'end-all';
      const { text, button } = isAll ? texts.end.all : texts.end.marketing;
      const purpose = isAll ? undefined : 'marketing';
      const end = { purpose, wording: `${text}\n${button}`, wordingVersion: wordingVersion(seen) } as const;
      await this.#savePreferences.end(said, end, unit);
      return isAll ? 'all-ended' : 'marketing-ended';
    });
  }
}
