/** A template as it is put and got, before anything is rendered into it. */
import { CHANNELS, HermodError } from '@hermod/contracts';
import { z } from 'zod';
import { EmailContent } from './email-content.ts';
import { MmsContent } from './mms-content.ts';
import { PushContent } from './push-content.ts';
import { RcsContent } from './rcs-content.ts';
import { SmsContent } from './sms-content.ts';

/** The channels that templates can be written for. */
export const TEMPLATE_CHANNELS = CHANNELS;
export type TemplateChannel = (typeof TEMPLATE_CHANNELS)[number];

/** The content of a template, by channel. */
export interface TemplateContent {
  readonly push: PushContent;
  readonly sms: SmsContent;
  readonly mms: MmsContent;
  readonly rcs: RcsContent;
  readonly email: EmailContent;
}

/** What each channel's content has to be. */
export const CONTENT_SCHEMAS = {
  push: PushContent,
  sms: SmsContent,
  mms: MmsContent,
  rcs: RcsContent,
  email: EmailContent,
} as const satisfies Record<TemplateChannel, z.ZodType>;

/** A language tag (BCP 47): a language, and perhaps a script and a region. */
const LOCALE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?$/;
const Locale = z.string().regex(LOCALE);
const wrongLocale = ({ code }: { readonly code?: string | undefined }): string | undefined =>
  code === 'invalid_key' ? 'a locale is such as sv, de-AT or zh-Hant-TW' : undefined;

/** The template of one channel: its content, and the same in other languages. */
function templateOf<C extends TemplateChannel, S extends z.ZodType>(channel: C, content: S) {
  return z.strictObject({
    channel: z.literal(channel),
    /** For whoever's language is none of `locales`. */
    content,
    locales: z.record(Locale, content, { error: wrongLocale }).optional(),
  });
}

const SUPPORTED = TEMPLATE_CHANNELS.join(', ');

/** A template: its channel and what that channel needs. Unknown fields are refused. */
export const TemplateDocument = z.discriminatedUnion(
  'channel',
  [
    templateOf('push', PushContent),
    templateOf('sms', SmsContent),
    templateOf('mms', MmsContent),
    templateOf('rcs', RcsContent),
    templateOf('email', EmailContent),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? unknownChannel(channelOf(issue.input))
        : 'a template is an object with channel and content',
  },
);
export type TemplateDocument = z.infer<typeof TemplateDocument>;

/**
 * Reads a template as it came from outside.
 * @throws HermodError TEMPLATE_INVALID that names every wrong field.
 */
export function readTemplateDocument(input: unknown): TemplateDocument {
  const read = TemplateDocument.safeParse(input);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => ({
    field: issue.path.length === 0 ? 'template' : issue.path.join('.'),
    message: issue.message,
  }));
  const first = problems[0];
  throw new HermodError('TEMPLATE_INVALID', first?.message ?? 'this is no template', {
    field: first?.field,
    fix: 'send { "channel": "sms", "content": { "text": "…" } }, or what the reference shows for the channel',
    ...(problems.length > 1 ? { problems } : {}),
  });
}

function channelOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null ? (input as { channel?: unknown }).channel : undefined;
}

function unknownChannel(channel: unknown): string {
  return typeof channel === 'string'
    ? `there is no such channel; templates can be written for ${SUPPORTED}`
    : `a template names its channel; templates can be written for ${SUPPORTED}`;
}
