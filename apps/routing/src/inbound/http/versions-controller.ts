import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CancelInput, JourneyPath, PageQuery, VersionPath } from '@hermod/api';
import { pageOf, readCursor, Scopes } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { z } from 'zod';
import { CancelVersion } from '../../application/journeys/cancel-version.ts';
import { DrainJourney } from '../../application/journeys/drain-journey.ts';
import { ListVersions } from '../../application/journeys/list-versions.ts';
import { PauseJourney } from '../../application/journeys/pause-journey.ts';
import { ResumeJourney } from '../../application/journeys/resume-journey.ts';
import { ShowInFlight } from '../../application/journeys/show-in-flight.ts';
import { callerOf, type RequestHeaders } from './caller-of.ts';

const VersionCursor = z.tuple([VersionPath.shape.version]);
const ActionCursor = z.tuple([z.string().regex(/^\d{1,18}$/)]);
const CancelBody = CancelInput.nullish();
type CancelBody = z.infer<typeof CancelBody>;

/** What is published of a journey, who is on their way through it, and how that is stopped. */
@Controller('v1/journeys')
export class VersionsController {
  readonly #listVersions: ListVersions;
  readonly #showInFlight: ShowInFlight;
  readonly #pause: PauseJourney;
  readonly #resume: ResumeJourney;
  readonly #drain: DrainJourney;
  readonly #cancel: CancelVersion;
  readonly #principalSecret: string;

  constructor(
    @Inject(ListVersions) listVersions: ListVersions,
    @Inject(ShowInFlight) showInFlight: ShowInFlight,
    @Inject(PauseJourney) pause: PauseJourney,
    @Inject(ResumeJourney) resume: ResumeJourney,
    @Inject(DrainJourney) drain: DrainJourney,
    @Inject(CancelVersion) cancel: CancelVersion,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#listVersions = listVersions;
    this.#showInFlight = showInFlight;
    this.#pause = pause;
    this.#resume = resume;
    this.#drain = drain;
    this.#cancel = cancel;
    this.#principalSecret = config.principalSecret;
  }

  @Get(':id/versions')
  @Scopes('read')
  async versions(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Query({ schema: PageQuery }) { limit, next }: PageQuery,
  ): Promise<object> {
    const before = readCursor(next, VersionCursor)?.[0];
    const { versions, ...rest } = await this.#listVersions.execute(id, before, limit + 1);
    const page = pageOf(versions, limit, ({ version }) => [version]);
    return { ...rest, versions: page.items, ...(page.next === undefined ? {} : { next: page.next }) };
  }

  @Get(':id/in-flight')
  @Scopes('read')
  inFlight(@Param({ schema: JourneyPath }) { id }: JourneyPath): Promise<object> {
    return this.#showInFlight.execute(id);
  }

  @Get(':id/actions')
  @Scopes('read')
  async actions(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Query({ schema: PageQuery }) { limit, next }: PageQuery,
  ): Promise<object> {
    const before = readCursor(next, ActionCursor)?.[0];
    const page = pageOf(await this.#listVersions.actions(id, before, limit + 1), limit, (action) => [
      action.id,
    ]);
    const actions = page.items.map(({ version, reason, finishedAt, ...action }) => ({
      ...action,
      ...(version === null ? {} : { version }),
      ...(reason === null ? {} : { reason }),
      ...(finishedAt === null ? {} : { finishedAt }),
    }));
    return { actions, ...(page.next === undefined ? {} : { next: page.next }) };
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Scopes('design')
  pause(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    return this.#pause.execute(id, this.#caller(headers));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Scopes('design')
  resume(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    return this.#resume.execute(id, this.#caller(headers));
  }

  @Post(':id/drain')
  @HttpCode(200)
  @Scopes('design')
  drain(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    return this.#drain.execute(id, this.#caller(headers));
  }

  @Post(':id/versions/:version/cancel')
  @HttpCode(202)
  @Scopes('design')
  cancel(
    @Param({ schema: VersionPath }) { id, version }: VersionPath,
    @Headers() headers: RequestHeaders,
    @Body({ schema: CancelBody }) body: CancelBody,
  ): Promise<object> {
    return this.#cancel.execute(id, version, this.#caller(headers), body?.reason);
  }

  #caller(headers: RequestHeaders): string {
    return callerOf(headers, this.#principalSecret);
  }
}
