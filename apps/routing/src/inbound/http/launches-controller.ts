import { Readable } from 'node:stream';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import {
  AudiencePreviewInput,
  JourneyPath,
  LaunchHeaders,
  LaunchInput,
  LaunchPath,
  PageQuery,
} from '@hermod/api';
import { Instant } from '@hermod/contracts';
import { LAUNCH_LIST, pageOf, readCursor, Scopes } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PreviewAudience } from '../../application/launches/preview-audience.ts';
import { StartLaunch } from '../../application/launches/start-launch.ts';
import { launchNotFound, SteerLaunch, type Steering } from '../../application/launches/steer-launch.ts';
import { type LaunchSummary, LaunchViews } from '../../storage/launch-views.ts';
import { callerOf, type RequestHeaders } from './caller-of.ts';
import { ListUploads } from './list-uploads.ts';

const Cursor = z.tuple([Instant, z.uuid()]);
const Body = z.object({ body: LaunchInput.default({ data: {} }) });
const PreviewBody = z.object({ body: AudiencePreviewInput.default({}) });

/** Launches of audiences: started by hand or with a list, looked at, and steered. */
@Controller('v1')
export class LaunchesController {
  readonly #startLaunch: StartLaunch;
  readonly #steerLaunch: SteerLaunch;
  readonly #previewAudience: PreviewAudience;
  readonly #views: LaunchViews;
  readonly #uploads: ListUploads;
  readonly #principalSecret: string;
  constructor(
    @Inject(StartLaunch) startLaunch: StartLaunch,
    @Inject(SteerLaunch) steerLaunch: SteerLaunch,
    @Inject(PreviewAudience) previewAudience: PreviewAudience,
    @Inject(LaunchViews) views: LaunchViews,
    @Inject(ListUploads) uploads: ListUploads,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#startLaunch = startLaunch;
    this.#steerLaunch = steerLaunch;
    this.#previewAudience = previewAudience;
    this.#views = views;
    this.#uploads = uploads;
    this.#principalSecret = config.principalSecret;
  }

  @Post('journeys/:id/launches')
  @HttpCode(202)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: LAUNCH_LIST.deadlineMs })
  async start(
    @Param({ schema: JourneyPath }) { id: journey }: JourneyPath,
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    const key = LaunchHeaders.parse(headers)['idempotency-key'];
    const requestedBy = callerOf(headers, this.#principalSecret);
    const earlier = await this.#startLaunch.findEarlier(journey, key);
    const { body } = request;
    if (earlier !== undefined) {
      if (body instanceof Readable) body.resume();
      return toView(earlier);
    }
    const about = { journey, key, requestedBy };
    if (!(body instanceof Readable)) {
      const { data } = Body.parse({ body: body ?? undefined }).body;
      return toView(await this.#startLaunch.execute({ ...about, data, list: undefined }));
    }
    return this.#uploads.read(body, headers['content-type'], async (list) =>
      toView(await this.#startLaunch.execute({ ...about, data: {}, list })),
    );
  }

  @Get('journeys/:id/launches')
  @Scopes('read')
  async list(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Query({ schema: PageQuery }) { limit, next }: PageQuery,
  ): Promise<object> {
    const cursor = readCursor(next, Cursor);
    const before = cursor === undefined ? undefined : { createdAt: new Date(cursor[0]), id: cursor[1] };
    const rows = await this.#views.list(id, limit + 1, before);
    const page = pageOf(rows, limit, (launch) => [launch.createdAt.toISOString(), launch.id]);
    return { launches: page.items.map(toView), ...(page.next === undefined ? {} : { next: page.next }) };
  }

  @Post('journeys/:id/audience/preview')
  @HttpCode(200)
  @Scopes('read')
  preview(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Req() { body }: FastifyRequest,
  ): Promise<object> {
    const { event } = PreviewBody.parse({ body: body ?? undefined }).body;
    return this.#previewAudience.execute(id, event);
  }

  @Get('launches/:id')
  @Scopes('read')
  async get(@Param({ schema: LaunchPath }) { id }: LaunchPath): Promise<object> {
    const launch = await this.#views.find(id);
    if (launch === undefined) throw launchNotFound(id);
    return toView(launch);
  }

  @Post('launches/:id/pause')
  @HttpCode(200)
  @Scopes('operate')
  pause(
    @Param({ schema: LaunchPath }) path: LaunchPath,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    return this.#steer(path, 'pause', headers);
  }

  @Post('launches/:id/resume')
  @HttpCode(200)
  @Scopes('operate')
  resume(
    @Param({ schema: LaunchPath }) path: LaunchPath,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    return this.#steer(path, 'resume', headers);
  }

  @Post('launches/:id/cancel')
  @HttpCode(200)
  @Scopes('operate')
  cancel(
    @Param({ schema: LaunchPath }) path: LaunchPath,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    return this.#steer(path, 'cancel', headers);
  }

  async #steer({ id }: LaunchPath, steering: Steering, headers: RequestHeaders): Promise<object> {
    return toView(await this.#steerLaunch.execute(id, steering, callerOf(headers, this.#principalSecret)));
  }
}

function toView({ why, listed, requestedBy, endedAt, ...launch }: LaunchSummary): object {
  return {
    ...launch,
    ...(why === null ? {} : { why }),
    ...(listed === null ? {} : { listed }),
    ...(requestedBy === null ? {} : { requestedBy }),
    ...(endedAt === null ? {} : { endedAt }),
  };
}
