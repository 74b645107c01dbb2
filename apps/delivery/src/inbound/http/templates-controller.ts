import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import {
  compileTemplate,
  readTemplateDocument,
  renderTemplate,
  sampleLinks,
  segmentSms,
  type TemplateDocument,
} from '@hermod/channels';
import { TemplatePath } from '@hermod/api';
import { HermodError, JsonObject } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Templates } from '../../storage/templates.ts';

const Preview = z.looseObject({ data: JsonObject.optional() });
type Preview = z.infer<typeof Preview>;

/** Templates: what is said on one channel. */
@Controller('v1/templates')
export class TemplatesController {
  constructor(
    @Inject(Templates) private readonly templates: Templates,
    @Inject(CONFIG) private readonly config: ServiceConfig,
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
    compile(document);
    refuseUnstorable(document);
    const { version, isNew } = await this.templates.save(name, document);
    void reply.status(isNew ? 201 : 200);
    return { name, ...document, version };
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
    const { channel, content, version, updatedAt } = row;
    return { name, channel, content, version, updatedAt };
  }

  /** What a person would get, with the data given and links that lead nowhere; for SMS with its segments. Changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  preview(@Body({ schema: Preview }) body: Preview): object {
    const { data, ...document } = body;
    const links = sampleLinks(this.config.publicUrl);
    const rendered = renderTemplate(compile(readTemplateDocument(document)), { links, ...data });
    const { channel: _channel, ...content } = rendered;
    return rendered.channel === 'sms' ? { ...content, ...segmentSms(rendered.text) } : content;
  }
}

function compile(document: TemplateDocument): ReturnType<typeof compileTemplate> {
  return document.channel === 'sms'
    ? compileTemplate('sms', document.content)
    : compileTemplate('push', document.content);
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
function refuseUnstorable({ content }: TemplateDocument): void {
  for (const [name, text] of Object.entries<string | undefined>(content)) {
    if (text === undefined || (text.isWellFormed() && !text.includes('\0'))) continue;
    throw new HermodError('TEMPLATE_INVALID', 'it holds characters that are no text', {
      field: `content.${name}`,
      fix: 'take out NUL characters and halves of surrogate pairs',
    });
  }
}
