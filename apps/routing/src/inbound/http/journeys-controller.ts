import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { JourneyPath } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { meets, readPreconditions, Scopes } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse, stringify } from 'yaml';
import { existingJourney } from '../../application/journeys/existing-journey.ts';
import { PublishJourney } from '../../application/journeys/publish-journey.ts';
import { SaveDraft } from '../../application/journeys/save-draft.ts';
import type { SourceFormat } from '../../storage/journey-rows.ts';
import { Journeys } from '../../storage/journeys.ts';
import { callerOf, type RequestHeaders } from './caller-of.ts';
import { draftTag, mayReplace } from './draft-tags.ts';
import { YAML_TYPES } from './yaml-bodies.ts';

/** Journeys: drafts as their authors write them, and what is published of them. */
@Controller('v1/journeys')
export class JourneysController {
  readonly #journeys: Journeys;
  readonly #saveDraft: SaveDraft;
  readonly #publishJourney: PublishJourney;
  readonly #principalSecret: string;
  constructor(
    @Inject(Journeys) journeys: Journeys,
    @Inject(SaveDraft) saveDraft: SaveDraft,
    @Inject(PublishJourney) publishJourney: PublishJourney,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#journeys = journeys;
    this.#saveDraft = saveDraft;
    this.#publishJourney = publishJourney;
    this.#principalSecret = config.principalSecret;
  }

  @Get()
  @Scopes('read')
  async list(): Promise<object> {
    return { journeys: await this.#journeys.list() };
  }

  @Put(':id')
  @Scopes('design')
  async put(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Req() request: FastifyRequest & { rawBody?: Buffer },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const format = formatOf(request.headers['content-type']);
    const source = sourceOf(request);
    const preconditions = readPreconditions(request.headers);
    const { isNew, warnings } = await this.#saveDraft.execute(id, source, format, (draft) =>
      mayReplace(preconditions, draft),
    );
    void reply.status(isNew ? 201 : 200).header('etag', draftTag({ source, format }, format));
    return {
      journey: id,
      draft: true,
      warnings: warnings.map(({ severity: _severity, ...warning }) => warning),
    };
  }

  @Get(':id')
  @Scopes('read')
  async get(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const draft = await existingJourney(this.#journeys, id);
    if (draft.publishedVersion !== null)
      void reply.header('hermod-published-version', String(draft.publishedVersion));
    const shownAs = isYaml(request.headers.accept) ? 'yaml' : 'json';
    const tag = draftTag(draft, shownAs);
    void reply.header('etag', tag).header('vary', 'accept');
    if (!meets(readPreconditions(request.headers), [tag]).ifNoneMatch) return void reply.status(304);
    void reply.type(
      shownAs === 'yaml' ? 'application/yaml; charset=utf-8' : 'application/json; charset=utf-8',
    );
    if (draft.format === shownAs) return draft.source;
    return shownAs === 'yaml' ? stringify(JSON.parse(draft.source)) : JSON.stringify(parse(draft.source));
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Scopes('design')
  publish(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Headers() headers: RequestHeaders,
  ): Promise<object> {
    return this.#publishJourney.execute(id, callerOf(headers, this.#principalSecret));
  }
}

/**
 * The document as its author wrote it.
 * @throws HermodError BODY_MISSING
 */
function sourceOf({ body, rawBody }: FastifyRequest & { rawBody?: Buffer }): string {
  const source = typeof body === 'string' ? body : (rawBody?.toString('utf8') ?? '');
  if (source !== '') return source;
  throw new HermodError('BODY_MISSING', 'there is no document', {
    field: 'body',
    fix: 'send the journey as application/yaml or application/json',
  });
}

/** @throws HermodError UNSUPPORTED_MEDIA_TYPE: other routes take other types, but a journey is written in these. */
function formatOf(contentType: string | undefined): SourceFormat {
  if (isYaml(contentType)) return 'yaml';
  if (contentType === undefined || /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)) return 'json';
  throw new HermodError('UNSUPPORTED_MEDIA_TYPE', `a journey is not written in ${contentType}`, {
    field: 'content-type',
    fix: 'send application/yaml or application/json',
  });
}

function isYaml(header: string | undefined): boolean {
  return YAML_TYPES.some((type) => header?.startsWith(type) === true);
}
