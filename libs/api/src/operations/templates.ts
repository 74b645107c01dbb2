import {
  EmailContent,
  MmsContent,
  PushContent,
  RcsContent,
  SmsContent,
  TEMPLATE_CHANNELS,
  TemplateDocument,
} from '@hermod/channels';
import { AskedReply, Instant, JsonObject, Name } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const TemplatePath = z.object({ name: Name });
export type TemplatePath = z.infer<typeof TemplatePath>;

const TemplateInput = TemplateDocument.meta({
  id: 'TemplateInput',
  description: 'What is said on one channel, in Liquid.',
});

const AnyContent = z.union([SmsContent, PushContent, MmsContent, RcsContent, EmailContent]);

const SavedTemplate = z.object({
  name: Name,
  channel: z.enum(TEMPLATE_CHANNELS),
  content: AnyContent,
  locales: z
    .record(z.string(), AnyContent)
    .optional()
    .describe('The same in other languages, by BCP 47 tag.'),
  version: z.int().min(1).describe('Counts what was saved under this name.'),
});

/** What may cost a medium on the way, or could not be looked at. */
const Warnings = z
  .array(z.object({ field: z.string(), message: z.string(), fix: z.string() }))
  .optional()
  .describe('What may keep media from arriving: large ones, and addresses that could not be looked at.');

const PutTemplate = SavedTemplate.extend({ warnings: Warnings });

export const TemplateView = SavedTemplate.extend({ updatedAt: Instant }).meta({ id: 'Template' });
export type TemplateView = z.infer<typeof TemplateView>;

export const TemplateSummary = TemplateView.omit({ content: true, locales: true }).meta({
  id: 'TemplateSummary',
});
export type TemplateSummary = z.infer<typeof TemplateSummary>;

const PREVIEW_DATA = JsonObject.optional().describe(
  '`recipient`, `event`, `start` and `vars`, as the message would have them.',
);

const previewOf = <C extends z.ZodType, N extends string>(channel: N, content: C) =>
  z.strictObject({
    channel: z.literal(channel),
    content,
    locales: z.record(z.string(), content).optional(),
    data: PREVIEW_DATA,
    locale: z.string().max(35).optional().describe('The language of the person (BCP 47).'),
    replies: z.array(AskedReply).min(1).max(10).optional().describe('The answers that the message asks for.'),
  });

/** `POST /v1/templates/preview`: a template as it is written, and what it is rendered with. */
export const TemplatePreviewInput = z
  .discriminatedUnion('channel', [
    previewOf('sms', SmsContent),
    previewOf('push', PushContent),
    previewOf('mms', MmsContent),
    previewOf('rcs', RcsContent),
    previewOf('email', EmailContent),
  ])
  .meta({ id: 'TemplatePreviewInput' });
export type TemplatePreviewInput = z.infer<typeof TemplatePreviewInput>;

export const SmsPreview = z
  .object({
    text: z.string(),
    encoding: z.enum(['GSM-7', 'UCS-2']),
    segments: z.int().min(1).describe('How many messages the carrier bills.'),
    units: z.int().min(0).describe('Septets (GSM-7) or UTF-16 units (UCS-2) of the whole text.'),
    parts: z.array(z.string()),
  })
  .meta({ id: 'SmsPreview' });
export type SmsPreview = z.infer<typeof SmsPreview>;

export const PushPreview = z
  .object({ title: z.string(), body: z.string(), link: z.string().optional(), image: z.string().optional() })
  .meta({ id: 'PushPreview' });
export type PushPreview = z.infer<typeof PushPreview>;

export const MmsPreview = z
  .object({
    text: z.string().optional(),
    media: z.array(z.object({ url: z.string(), contentType: z.string() })),
    warnings: Warnings,
  })
  .meta({ id: 'MmsPreview' });
export type MmsPreview = z.infer<typeof MmsPreview>;

export const RcsPreview = RcsContent.meta({ id: 'RcsPreview' });
export type RcsPreview = z.infer<typeof RcsPreview>;

export const EmailPreview = z
  .object({
    subject: z.string(),
    text: z.string(),
    html: z.string().optional(),
    preheader: z.string().optional(),
    attachments: z.array(z.object({ filename: z.string(), contentType: z.string() })).optional(),
    calendar: z
      .object({ title: z.string(), start: Instant, end: Instant, timeZone: z.string().optional() })
      .optional(),
  })
  .meta({ id: 'EmailPreview' });
export type EmailPreview = z.infer<typeof EmailPreview>;

export const TEMPLATE_OPERATIONS = {
  listTemplates: operation({
    id: 'listTemplates',
    method: 'GET',
    path: '/v1/templates',
    tag: 'Templates',
    summary: 'Lists the templates by name',
    scope: 'read',
    service: 'delivery',
    answers: {
      200: {
        what: 'All of them.',
        content: { 'application/json': z.object({ templates: z.array(TemplateSummary) }) },
      },
    },
  }),
  putTemplate: operation({
    id: 'putTemplate',
    method: 'PUT',
    path: '/v1/templates/{name}',
    tag: 'Templates',
    summary: 'Saves a template',
    description:
      'Liquid that does not compile is refused with its line and column. Media of an MMS whose addresses are fixed are looked at: wrong types, too many bytes and private hosts are refused. The same again makes no new version.',
    scope: 'design',
    service: 'delivery',
    params: TemplatePath,
    body: { 'application/json': TemplateInput },
    answers: {
      200: { what: 'It was replaced.', content: { 'application/json': PutTemplate } },
      201: { what: 'It is new.', content: { 'application/json': PutTemplate } },
    },
    refusals: [400, 413, 415, 422],
  }),
  getTemplate: operation({
    id: 'getTemplate',
    method: 'GET',
    path: '/v1/templates/{name}',
    tag: 'Templates',
    summary: 'Shows a template with its content',
    scope: 'read',
    service: 'delivery',
    params: TemplatePath,
    answers: { 200: { what: 'The template.', content: { 'application/json': TemplateView } } },
    refusals: [400, 404],
  }),
  previewTemplate: operation({
    id: 'previewTemplate',
    method: 'POST',
    path: '/v1/templates/preview',
    tag: 'Templates',
    summary: 'Shows what a person would get',
    description: 'For SMS with the parts that it is cut into. Changes nothing.',
    scope: 'read',
    service: 'delivery',
    body: { 'application/json': TemplatePreviewInput },
    answers: {
      200: {
        what: 'The content as it would be handed over.',
        content: {
          'application/json': z.union([SmsPreview, PushPreview, MmsPreview, RcsPreview, EmailPreview]),
        },
      },
    },
    refusals: [400, 413, 415, 422],
  }),
} as const;
