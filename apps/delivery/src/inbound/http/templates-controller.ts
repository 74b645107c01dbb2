import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import {
  compileTemplate,
  judgeMmsMedia,
  type MediumRemark,
  readTemplateDocument,
  type RenderedMms,
  renderTemplate,
  sampleLinks,
  sampleReply,
  sampleShorten,
  segmentSms,
  type TemplateDocument,
} from '@hermod/channels';
import { TemplatePath } from '@hermod/api';
import { AskedReply, HermodError, JsonObject } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CheckMedia } from '../../application/words/check-media.ts';
import { LINK_BASES, type LinkBases } from '../../link-url.ts';
import { MEDIA_HOSTS, type PrivateHosts } from '../../media-hosts.ts';
import { Templates } from '../../storage/templates.ts';

const Preview = z.looseObject({
  data: JsonObject.optional(),
  locale: z.string().max(35, 'a locale has at most 35 characters').optional(),
  replies: z.array(AskedReply).min(1).max(10).optional(),
});
type Preview = z.infer<typeof Preview>;

/** Templates: what is said on one channel. */
@Controller('v1/templates')
export class TemplatesController {
  constructor(
    @Inject(Templates) private readonly templates: Templates,
    @Inject(LINK_BASES) private readonly bases: LinkBases,
    @Inject(CheckMedia) private readonly checkMedia: CheckMedia,
    @Inject(MEDIA_HOSTS) private readonly privateHosts: PrivateHosts,
  ) {}

  @Get()
  @Scopes('read')
  async list(): Promise<object> {
    const rows = await this.templates.list();
    return {
      templates: rows.map(({ name, channel, version, updatedAt }) => ({ name, channel, version, updatedAt })),
    };
  }

  @Put(':name')
  @Scopes('design')
  async put(
    @Param({ schema: TemplatePath }) { name }: TemplatePath,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const document = readTemplateDocument(body);
    compileTemplate(document);
    refuseUnstorable(document);
    const warnings = await this.checkMedia.execute(document);
    const { version, isNew } = await this.templates.save(name, document);
    void reply.status(isNew ? 201 : 200);
    return { name, ...document, version, ...(warnings.length === 0 ? {} : { warnings }) };
  }

  @Get(':name')
  @Scopes('read')
  async get(@Param({ schema: TemplatePath }) { name }: TemplatePath): Promise<object> {
    const row = await this.templates.find(name);
    if (row === null)
      throw new HermodError('TEMPLATE_NOT_FOUND', `there is no template ${name}`, {
        field: 'name',
        fix: 'PUT it first',
      });
    const { channel, content, locales, version, updatedAt } = row;
    return {
      name,
      channel,
      content,
      ...(Object.keys(locales).length === 0 ? {} : { locales }),
      version,
      updatedAt,
    };
  }

  /** What a person would get, with the data given and links that lead nowhere; for SMS with its segments. Changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  preview(@Body({ schema: Preview }) body: Preview): object {
    const { data, locale, replies, ...document } = body;
    const links = sampleLinks(this.bases.publicUrl);
    const offered = replies?.map(({ id, text }) => sampleReply(this.bases.publicUrl, id, text));
    const template = compileTemplate(readTemplateDocument(document), { privateHosts: this.privateHosts });
    const rendered = renderTemplate(
      template,
      { links, ...data },
      { locale, replies: offered, shorten: sampleShorten(this.bases.linkUrl) },
    );
    const { channel: _channel, ...content } = rendered;
    if (rendered.channel === 'sms') return { ...content, ...segmentSms(rendered.text) };
    return rendered.channel === 'mms' ? { ...content, ...warningsOf(rendered) } : content;
  }
}

/** What carriers may make of the media, as far as their types tell. */
function warningsOf({ media }: RenderedMms): { warnings?: readonly MediumRemark[] } {
  const known = media.map(({ contentType }, index) => ({ field: `content.media.${index}`, contentType }));
  const { warnings } = judgeMmsMedia(known);
  return warnings.length === 0 ? {} : { warnings };
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
function refuseUnstorable({ content, locales = {} }: TemplateDocument): void {
  for (const [field, text] of textsIn('content', content)) refuseText(field, text);
  for (const [locale, words] of Object.entries(locales))
    for (const [field, text] of textsIn(`locales.${locale}`, words)) refuseText(field, text);
}

function refuseText(field: string, text: string): void {
  if (text.isWellFormed() && !text.includes('\0')) return;
  throw new HermodError('TEMPLATE_INVALID', 'it holds characters that are no text', {
    field,
    fix: 'take out NUL characters and halves of surrogate pairs',
  });
}

/** Every text of a content with its path. */
function* textsIn(path: string, part: unknown): Generator<[string, string]> {
  if (typeof part === 'string') yield [path, part];
  if (typeof part !== 'object' || part === null) return;
  for (const [key, inner] of Object.entries(part)) yield* textsIn(`${path}.${key}`, inner);
}
