import {
  Channel,
  Instant,
  JsonObject,
  LANES,
  Name,
  Purpose,
  ReceiptKind,
  RecipientId,
  Weakness,
} from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';
import { WhyView } from './why.ts';

export const MessagePath = z.object({ id: z.uuid() });
export type MessagePath = z.infer<typeof MessagePath>;

export const AttemptView = z
  .object({
    id: z.uuid(),
    contactPoint: z.uuid(),
    provider: z.string(),
    n: z.int().min(0).describe('Counts the hand-overs to this contact point.'),
    resends: z.uuid().nullable().describe('The attempt of unknown outcome that this one repeats.'),
    state: z.enum(['started', 'uncalled', 'retry', 'unknown', 'accepted', 'failed']),
    startedAt: Instant,
    calledAt: Instant.nullable(),
    closedAt: Instant.nullable(),
    providerMessageId: z.string().nullable(),
    reason: z.string().nullable(),
    sender: z.string().nullable().describe('The number, agent or mailbox that it was sent from.'),
    trouble: z
      .enum(['dead', 'unusable'])
      .nullable()
      .describe('What the provider said of the contact point: gone, or of no use on this channel.'),
    takeBack: z
      .enum(['asked', 'taken-back', 'too-late', 'unknown'])
      .nullable()
      .describe('What became of taking it back, after it was no longer wanted.'),
  })
  .meta({ id: 'Attempt', description: 'One hand-over of a message to one provider for one contact point.' });
export type AttemptView = z.infer<typeof AttemptView>;

export const ReceiptView = z
  .object({
    kind: ReceiptKind,
    weak: Weakness.optional().describe(
      'Why it says little of the person: `image` counts where a journey waits for it, `prefetch` and `scanner` never do.',
    ),
    at: Instant.describe('When it happened, as the reporter says.'),
    recordedAt: Instant,
    provider: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'Receipt' });
export type ReceiptView = z.infer<typeof ReceiptView>;

export const MessagesQuery = PageQuery.extend({ recipient: RecipientId });
export type MessagesQuery = z.infer<typeof MessagesQuery>;

export const MessageSummary = z
  .object({
    id: z.uuid(),
    recipient: RecipientId,
    runId: z.uuid().nullable(),
    channel: Channel,
    purpose: Purpose,
    lane: z.enum(LANES),
    status: z.enum([
      'queued',
      'sending',
      'accepted',
      'failed',
      'expired',
      'withdrawn',
      'deferred',
      'unknown',
    ]),
    reason: z.string().nullable(),
    withdrawn: z.boolean().describe('No longer wanted; it may have been sent before.'),
    request: z.int().min(0).describe('Counts how often it was asked for.'),
    handOverBy: Instant,
    createdAt: Instant,
    journey: Name,
    step: Name,
    topic: Name.optional(),
    template: Name,
  })
  .meta({ id: 'MessageSummary' });
export type MessageSummary = z.infer<typeof MessageSummary>;

/** A message in the words that a person gets. */
export const MessageContent = z
  .discriminatedUnion('channel', [
    z.object({ channel: z.literal('sms'), text: z.string() }),
    z.object({
      channel: z.literal('push'),
      title: z.string(),
      body: z.string(),
      link: z.string().optional(),
      image: z.string().optional(),
    }),
    z.looseObject({
      channel: z.literal('mms'),
      text: z.string().optional(),
      media: z.array(z.object({ url: z.string(), contentType: z.string() })),
    }),
    z.looseObject({
      channel: z.literal('rcs'),
      text: z.string().optional(),
      card: JsonObject.optional(),
      carousel: z.array(JsonObject).optional(),
      suggestions: z.array(JsonObject).optional(),
    }),
    z.looseObject({
      channel: z.literal('email'),
      subject: z.string(),
      text: z.string(),
      html: z.string().optional(),
    }),
  ])
  .meta({ id: 'MessageContent' });
export type MessageContent = z.infer<typeof MessageContent>;

export const MessageView = MessageSummary.extend({
  permission: z.object({ why: WhyView, decidedAt: Instant }),
  attempts: z.array(AttemptView),
  takenBack: Instant.optional().describe(
    'When the provider took it back: it was accepted, and is not shown any more.',
  ),
  content: MessageContent.optional().describe('What it says, by its template as that is now.'),
  contentProblem: z.string().optional().describe('Why it has no content.'),
  templateChanged: z
    .literal(true)
    .optional()
    .describe('The template was changed after the message was permitted: other words may have been sent.'),
  receipts: z
    .array(ReceiptView)
    .optional()
    .describe('Absent when they can not be had just now; `notes` then says so.'),
  notes: z.array(z.string()).optional(),
}).meta({ id: 'Message' });
export type MessageView = z.infer<typeof MessageView>;

export const MESSAGE_OPERATIONS = {
  listMessages: operation({
    id: 'listMessages',
    method: 'GET',
    path: '/v1/messages',
    tag: 'Runs and messages',
    summary: "Lists a recipient's messages, newest first",
    scope: 'read',
    service: 'delivery',
    query: MessagesQuery,
    answers: {
      200: {
        what: 'A page of messages.',
        content: { 'application/json': z.object({ messages: z.array(MessageSummary), next: nextCursor }) },
      },
    },
    refusals: [400],
  }),
  getMessage: operation({
    id: 'getMessage',
    method: 'GET',
    path: '/v1/messages/{id}',
    tag: 'Runs and messages',
    summary: 'Shows a message: its permission, attempts and receipts',
    scope: 'read',
    service: 'delivery',
    params: MessagePath,
    answers: { 200: { what: 'The message.', content: { 'application/json': MessageView } } },
    refusals: [400, 404],
  }),
} as const;
