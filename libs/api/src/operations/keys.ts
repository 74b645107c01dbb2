import { Instant } from '@hermod/contracts';
import { z } from 'zod';
import { operation, SCOPES } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';

const MOST_REQUESTS = 10_000;

const RateLimit = z
  .strictObject({
    perSecond: z.number().min(0.01).max(MOST_REQUESTS),
    burst: z.int().min(1).max(MOST_REQUESTS),
  })
  .meta({ id: 'RateLimit', description: 'A token bucket in each gateway process.' });

/** `POST /v1/keys`. */
export const KeyInput = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), 'leave out control characters')
      .describe('For people; says what the key is for.'),
    scopes: z.array(z.enum(SCOPES)).min(1).max(20),
    expiresAt: Instant.optional(),
    rateLimit: RateLimit.optional(),
  })
  .meta({ id: 'KeyInput' });
export type KeyInput = z.infer<typeof KeyInput>;

/** `POST /v1/keys/{id}/rotate`; whether the duration is one, and not too long, the gateway checks. */
export const KeyRotation = z
  .strictObject({
    overlap: z
      .string()
      .default('P1D')
      .describe('How long the former secret stays good: an ISO 8601 duration of at most P30D.'),
  })
  .meta({ id: 'KeyRotation' });
export type KeyRotation = z.infer<typeof KeyRotation>;

export const KeyPath = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/, 'a key id is 16 hexadecimal digits'),
});
export type KeyPath = z.infer<typeof KeyPath>;

const KeyStatus = z.enum(['active', 'expired', 'revoked']);

export const KeysQuery = PageQuery.extend({ status: KeyStatus.optional() });
export type KeysQuery = z.infer<typeof KeysQuery>;

/** A key without its secrets. */
export const KeyView = z
  .object({
    id: z.string().describe('The middle of the key: `hk_<id>_…`.'),
    name: z.string(),
    scopes: z.array(z.string()),
    status: KeyStatus,
    rateLimit: z.object({ perSecond: z.number(), burst: z.number() }),
    createdAt: Instant,
    createdBy: z.string().describe('The id of the key that made it.'),
    expiresAt: Instant.optional(),
    revokedAt: Instant.optional(),
    lastUsedAt: Instant.optional().describe('To the minute.'),
    formerUntil: Instant.optional().describe(
      'During a rotation: until when the former secret is good as well.',
    ),
  })
  .meta({ id: 'Key' });
export type KeyView = z.infer<typeof KeyView>;

export const IssuedKey = KeyView.extend({
  key: z.string().describe('Shown this once, and kept nowhere.'),
}).meta({ id: 'IssuedKey' });
export type IssuedKey = z.infer<typeof IssuedKey>;

export const KEY_OPERATIONS = {
  createKey: operation({
    id: 'createKey',
    method: 'POST',
    path: '/v1/keys',
    tag: 'Keys',
    summary: 'Makes a key',
    scope: 'admin',
    service: 'gateway',
    body: { 'application/json': KeyInput },
    answers: { 201: { what: 'The key, shown this once.', content: { 'application/json': IssuedKey } } },
    refusals: [400, 413],
  }),
  listKeys: operation({
    id: 'listKeys',
    method: 'GET',
    path: '/v1/keys',
    tag: 'Keys',
    summary: 'Lists the keys, newest first',
    scope: 'admin',
    service: 'gateway',
    query: KeysQuery,
    answers: {
      200: {
        what: 'A page of keys, also those that are no longer good.',
        content: { 'application/json': z.object({ keys: z.array(KeyView), next: nextCursor }) },
      },
    },
    refusals: [400],
  }),
  getKey: operation({
    id: 'getKey',
    method: 'GET',
    path: '/v1/keys/{id}',
    tag: 'Keys',
    summary: 'Shows a key without its secrets',
    scope: 'admin',
    service: 'gateway',
    params: KeyPath,
    answers: { 200: { what: 'The key.', content: { 'application/json': KeyView } } },
    refusals: [400, 404],
  }),
  rotateKey: operation({
    id: 'rotateKey',
    method: 'POST',
    path: '/v1/keys/{id}/rotate',
    tag: 'Keys',
    summary: 'Gives a key a new secret',
    description: 'The former one stays good for the overlap. Two are good at most.',
    scope: 'admin',
    service: 'gateway',
    params: KeyPath,
    body: { 'application/json': KeyRotation },
    answers: { 200: { what: 'The key with its new secret.', content: { 'application/json': IssuedKey } } },
    refusals: [400, 404, 409, 413],
  }),
  revokeKey: operation({
    id: 'revokeKey',
    method: 'DELETE',
    path: '/v1/keys/{id}',
    tag: 'Keys',
    summary: 'Revokes a key',
    description: 'It is good on no gateway two seconds later.',
    scope: 'admin',
    service: 'gateway',
    params: KeyPath,
    answers: { 204: { what: 'It is revoked.' } },
    refusals: [400, 404],
  }),
} as const;
