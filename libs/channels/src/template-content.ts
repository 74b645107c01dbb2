/** What a template of each channel holds, before anything is rendered into it. */
import { CHANNELS, HermodError } from '@hermod/contracts';
import { z } from 'zod';

/** The channels that templates can be written for. The others come with their providers. */
export const TEMPLATE_CHANNELS = ['push', 'sms'] as const;
export type TemplateChannel = (typeof TEMPLATE_CHANNELS)[number];

/** The longest source of one field; what comes out of it has limits of its own, see `render.ts`. */
export const MAX_SOURCE_CHARS = 10_000;

const liquid = (what: string): z.ZodString =>
  z
    .string(`${what} is a text`)
    .trim()
    .min(1, `${what} is empty; write what the person shall read`)
    .max(MAX_SOURCE_CHARS, `${what} has at most ${MAX_SOURCE_CHARS} characters`);

/** An SMS is its text. */
export const SmsContent = z.strictObject({ text: liquid('the text of an SMS') });
export type SmsContent = z.infer<typeof SmsContent>;

/** A push: what the handset shows, where a tap leads, and a picture by its address. */
export const PushContent = z.strictObject({
  title: liquid('the title of a push'),
  body: liquid('the body of a push'),
  link: liquid('the link of a push').optional(),
  image: liquid('the image of a push').optional(),
});
export type PushContent = z.infer<typeof PushContent>;

/** The content of a template, by channel. */
export interface TemplateContent {
  readonly sms: SmsContent;
  readonly push: PushContent;
}

const SUPPORTED = TEMPLATE_CHANNELS.join(', ');

/** A template as it is put and got: its channel and what that channel needs. Unknown fields are refused. */
export const TemplateDocument = z.discriminatedUnion(
  'channel',
  [
    z.strictObject({ channel: z.literal('sms'), content: SmsContent }),
    z.strictObject({ channel: z.literal('push'), content: PushContent }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? unsupportedChannel(channelOf(issue.input))
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
    fix: 'send { "channel": "sms", "content": { "text": "…" } } or { "channel": "push", "content": { "title": "…", "body": "…" } }',
    ...(problems.length > 1 ? { problems } : {}),
  });
}

function channelOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null ? (input as { channel?: unknown }).channel : undefined;
}

function unsupportedChannel(channel: unknown): string {
  if (typeof channel !== 'string')
    return `a template names its channel; templates can be written for ${SUPPORTED}`;
  return (CHANNELS as readonly string[]).includes(channel)
    ? `templates for ${channel} are not supported yet; templates can be written for ${SUPPORTED}`
    : `there is no such channel; templates can be written for ${SUPPORTED}`;
}
