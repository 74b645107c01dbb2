import { SenderDocument } from '@hermod/channels';
import { Channel, Instant, Name } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const SenderPath = z.object({ id: Name });
export type SenderPath = z.infer<typeof SenderPath>;

/** `PUT /v1/senders/{id}`. */
export const SenderInput = SenderDocument.meta({
  id: 'SenderInput',
  description: 'Who a message comes from: a number, a name, an agent or a mailbox, of one provider.',
});
export type SenderInput = z.infer<typeof SenderInput>;

export const SenderView = z
  .object({
    id: Name,
    provider: Name,
    channels: z.array(Channel).min(1),
    address: z.string(),
    brandName: z.string().optional(),
    logo: z.string().optional(),
    countries: z
      .array(z.string())
      .optional()
      .describe('Whose people it writes to (ISO 3166-1); every country when absent.'),
    isDefault: z.boolean().describe('Goes before others that fit as well.'),
    canReceive: z
      .boolean()
      .describe('Whether people can answer it: a name receives nothing, nor does a no-reply mailbox.'),
    source: z
      .enum(['file', 'api'])
      .describe('Where it is kept: what `HERMOD_PROVIDERS` names is changed there.'),
    updatedAt: Instant.optional().describe('Absent for those of the file.'),
  })
  .meta({ id: 'Sender' });
export type SenderView = z.infer<typeof SenderView>;

export const SENDER_OPERATIONS = {
  listSenders: operation({
    id: 'listSenders',
    method: 'GET',
    path: '/v1/senders',
    tag: 'Providers',
    summary: 'Lists the senders by id',
    scope: 'read',
    service: 'delivery',
    answers: {
      200: {
        what: 'All of them.',
        content: { 'application/json': z.object({ senders: z.array(SenderView) }) },
      },
    },
  }),
  getSender: operation({
    id: 'getSender',
    method: 'GET',
    path: '/v1/senders/{id}',
    tag: 'Providers',
    summary: 'Shows a sender',
    scope: 'read',
    service: 'delivery',
    params: SenderPath,
    answers: { 200: { what: 'The sender.', content: { 'application/json': SenderView } } },
    refusals: [400, 404],
  }),
  putSender: operation({
    id: 'putSender',
    method: 'PUT',
    path: '/v1/senders/{id}',
    tag: 'Providers',
    summary: 'Saves a sender',
    description:
      'Messages that are handed over from now on may come from it; every instance knows it within two seconds. ' +
      'Those of the file that `HERMOD_PROVIDERS` names are changed there.',
    scope: 'operate',
    service: 'delivery',
    params: SenderPath,
    body: { 'application/json': SenderInput },
    answers: {
      200: { what: 'It was replaced.', content: { 'application/json': SenderView } },
      201: { what: 'It is new.', content: { 'application/json': SenderView } },
    },
    refusals: [400, 409, 413, 415],
  }),
  deleteSender: operation({
    id: 'deleteSender',
    method: 'DELETE',
    path: '/v1/senders/{id}',
    tag: 'Providers',
    summary: 'Deletes a sender',
    description: 'Answers to what was sent from it still find their messages.',
    scope: 'operate',
    service: 'delivery',
    params: SenderPath,
    answers: { 204: { what: 'It is gone.' } },
    refusals: [400, 404, 409],
  }),
} as const;
