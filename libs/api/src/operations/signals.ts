import { Instant } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';

/**
 * `POST /v1/signals`: what people and their devices did with a message. Fields that nobody knows are let pass:
 * devices live longer than versions, and a lost open costs an SMS.
 */
export const SignalInput = z
  .object({
    message: z.uuid().transform((id) => id.toLowerCase()),
    signal: z.enum(['delivered', 'opened', 'clicked', 'dismissed']),
    at: Instant.optional().describe('When it happened; now when absent.'),
    token: z.string().optional().describe('`hermod_token` of the push. With it no key is needed.'),
  })
  .meta({ id: 'SignalInput' });
export type SignalInput = z.infer<typeof SignalInput>;

export const SIGNAL_OPERATIONS = {
  recordSignal: operation({
    id: 'recordSignal',
    method: 'POST',
    path: '/v1/signals',
    tag: 'Signals and webhooks',
    summary: 'Records what a person did with a message',
    description:
      'With the `token` that travelled in the push it needs no key, else one with the scope `signals`.',
    scope: 'signals',
    key: 'or-token',
    service: 'receipts',
    body: { 'application/json': SignalInput },
    answers: {
      202: {
        what: 'Kafka has it.',
        content: { 'application/json': z.object({ recorded: z.literal(true) }) },
      },
    },
    refusals: [400, 404, 413, 415],
  }),
  receiveWebhook: operation({
    id: 'receiveWebhook',
    method: 'POST',
    path: '/webhooks/{provider}',
    tag: 'Signals and webhooks',
    summary: "Takes a provider's receipts and inbound texts",
    description:
      'At most 20 kB, in the form that the provider documents. Nothing is looked at before its signature was checked.',
    scope: undefined,
    key: 'none',
    service: 'receipts',
    params: z.object({ provider: z.string().min(1).max(100) }),
    body: { 'application/x-www-form-urlencoded': z.string(), 'application/json': z.unknown() },
    answers: {
      200: { what: 'Kafka has all that it reported.' },
      204: { what: 'Kafka has all that it reported.' },
    },
    refusals: [400, 401, 404, 413, 415, 429],
  }),
} as const;
