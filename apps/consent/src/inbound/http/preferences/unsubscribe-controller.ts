import { PageLanguage } from '@hermod/api';
import { Messaging } from '@hermod/messaging';
import {
  chooseLanguage,
  CONFIG,
  readUnsubscribe,
  sendPage,
  type ServiceConfig,
  type UnsubscribeClaims,
} from '@hermod/service-host';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { PreferenceSheet } from '../../../application/preferences/preference-sheet.ts';
import { ShowPreferences } from '../../../application/preferences/show-preferences.ts';
import { Unsubscribe } from '../../../application/preferences/unsubscribe.ts';
import { answerWhenPublished } from '../answer-when-published.ts';
import { PageFilter } from './page-filter.ts';
import { claimsOf, formOf, type PersonRequest, sourceOf } from './person-request.ts';
import { readUnsubscribeForm } from './read-form.ts';
import { renderTold, renderUnsubscribePage, unsubscribeQuestion } from './render-short-pages.ts';
import type { PageTexts } from './texts/page-texts.ts';
import { textsIn } from './texts/texts.ts';
import { wordingVersion } from './wording.ts';

const PageQuery = z.object({ lang: PageLanguage.optional().catch(undefined) });
type PageQuery = z.infer<typeof PageQuery>;

/** `/u/{token}`: the way out of a topic, for people and for programs for mail (RFC 8058). */
@Controller('u/:token')
@UseFilters(new PageFilter())
export class UnsubscribeController {
  readonly #messaging: Messaging;
  readonly #showPreferences: ShowPreferences;
  readonly #unsubscribe: Unsubscribe;
  readonly #config: ServiceConfig;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ShowPreferences) showPreferences: ShowPreferences,
    @Inject(Unsubscribe) unsubscribe: Unsubscribe,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#showPreferences = showPreferences;
    this.#unsubscribe = unsubscribe;
    this.#config = config;
  }

  /** Asks, and changes nothing. */
  @Get()
  async show(
    @Param('token') token: string,
    @Query({ schema: PageQuery }) { lang }: PageQuery,
    @Req() request: PersonRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { claims, sheet } = await this.#open(token);
    const texts = textsOf(lang, sheet, request);
    await sendPage(reply, renderUnsubscribePage(unsubscribeQuestion(claims, sheet, texts), texts));
  }

  /** Ends what the token names. No redirect (RFC 8058, 3.1), and no need of anything but the token. */
  @Post()
  @HttpCode(200)
  async end(
    @Param('token') token: string,
    @Query({ schema: PageQuery }) { lang }: PageQuery,
    @Req() request: PersonRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { claims, sheet } = await this.#open(token);
    const language = await readUnsubscribeForm(formOf(request));
    const texts = textsOf(language ?? lang, sheet, request);
    const wording = unsubscribeQuestion(claims, sheet, texts);
    const { recipient, channel, purpose, topic } = claims;
    const asked = {
      recipient,
      channel,
      purpose,
      topic,
      shown: language === undefined ? undefined : { wording, version: wordingVersion(sheet), language },
      source: sourceOf(request, `${this.#config.publicUrl}/u`),
    };
    await answerWhenPublished(this.#messaging, [recipient], (unit) => this.#unsubscribe.execute(asked, unit));
    await sendPage(reply, renderTold(200, texts, texts.unsubscribe.done));
  }

  async #open(token: string): Promise<{ claims: UnsubscribeClaims; sheet: PreferenceSheet }> {
    const now = new Date();
    const claims = claimsOf(readUnsubscribe(token, this.#config.secret, now));
    return { claims, sheet: await this.#showPreferences.execute(claims.recipient, now) };
  }
}

function textsOf(
  asked: PageLanguage | undefined,
  { locale }: PreferenceSheet,
  { headers }: PersonRequest,
): PageTexts {
  return textsIn(chooseLanguage({ asked, locale, accepted: headers['accept-language'] }));
}
