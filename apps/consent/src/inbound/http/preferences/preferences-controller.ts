import {
  PreferenceLinkInput,
  type PreferenceLinkView,
  PreferencesInput,
  type PreferencesView,
  RecipientPath,
} from '@hermod/api';
import { Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { CONFIG, preferencesUrl, type ServiceConfig } from '@hermod/service-host';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { SetPreferences } from '../../../application/preferences/set-preferences.ts';
import type { Preference } from '../../../storage/preferences.ts';
import { answerWhenPublished } from '../answer-when-published.ts';

const DAY_MS = 86_400_000;

/** Nothing sent means nothing said: the usual time. */
const LinkBody = z.preprocess((body) => body ?? {}, PreferenceLinkInput);

/** What a recipient has chosen besides consent, and links with which they choose themselves. */
@Controller('v1/recipients/:id')
export class PreferencesController {
  readonly #messaging: Messaging;
  readonly #setPreferences: SetPreferences;
  readonly #config: ServiceConfig;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(SetPreferences) setPreferences: SetPreferences,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#setPreferences = setPreferences;
    this.#config = config;
  }

  @Put('preferences')
  @Scopes('operate')
  async put(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
    @Body({ schema: PreferencesInput }) { quietHours }: PreferencesInput,
  ): Promise<PreferencesView> {
    return toView(
      await answerWhenPublished(this.#messaging, [id], (unit) =>
        this.#setPreferences.execute(id, quietHours, unit),
      ),
    );
  }

  @Get('preferences')
  @Scopes('read')
  async get(@Param({ schema: RecipientPath }) { id }: RecipientPath): Promise<PreferencesView> {
    const preference = await this.#setPreferences.show(id);
    return preference === undefined ? {} : toView(preference);
  }

  /** A link to the recipient's preference page; each call makes one more. */
  @Post('preference-link')
  @HttpCode(200)
  @Scopes('operate')
  async link(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
    @Body({ schema: LinkBody }) { days }: PreferenceLinkInput,
  ): Promise<PreferenceLinkView> {
    await this.#setPreferences.refuseUnknown(id);
    // To the second, as the link has it.
    const expiresAt = new Date(Math.floor((Date.now() + days * DAY_MS) / 1000) * 1000);
    return { url: preferencesUrl(id, expiresAt, this.#config), expiresAt: expiresAt.toISOString() };
  }
}

function toView({ quietHours, changedAt }: Preference): PreferencesView {
  const days = quietHours?.days;
  const hours =
    quietHours === undefined
      ? undefined
      : { from: quietHours.from, to: quietHours.to, ...(days === undefined ? {} : { days: [...days] }) };
  return { ...(hours === undefined ? {} : { quietHours: hours }), changedAt: changedAt.toISOString() };
}
