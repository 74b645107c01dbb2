/** Keys over HTTP: what is sent and what is answered. */
import { Instant } from '@hermod/contracts';
import { pageQuery } from '@hermod/http';
import { durationMs } from '@hermod/journey';
import { z } from 'zod';
import { Scope } from '../../application/scopes.ts';
import { type ApiKey, KEY_STATES, stateOf } from '../../storage/api-keys.ts';
import { rateLimitOf } from './rate-limits.ts';

const DAY_MS = 86_400_000;
const MOST_OVERLAP_MS = 30 * DAY_MS;
/** More than one gateway can answer. */
const MOST_REQUESTS = 10_000;

const RateLimitBody = z.strictObject({
  perSecond: z.number().min(0.01).max(MOST_REQUESTS),
  burst: z.int().min(1).max(MOST_REQUESTS),
});

/** `POST /v1/keys`. */
export const NewKeyBody = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), 'leave out control characters'),
  scopes: z.array(Scope).min(1),
  expiresAt: Instant.optional(),
  rateLimit: RateLimitBody.optional(),
});
export type NewKeyBody = z.infer<typeof NewKeyBody>;

/** `POST /v1/keys/{id}/rotate`. An empty body is the default. */
export const RotateBody = z.strictObject({
  overlap: z
    .string()
    .refine(
      (text) => (durationMs(text) ?? Infinity) <= MOST_OVERLAP_MS,
      'use an ISO 8601 duration of at most P30D',
    )
    .default('P1D'),
});
export type RotateBody = z.infer<typeof RotateBody>;

/** The middle of a key: `hk_<id>_…`. */
export const KeyPath = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/, 'a key id is 16 hexadecimal digits'),
});
export type KeyPath = z.infer<typeof KeyPath>;

/** `GET /v1/keys`. */
export const KeysQuery = pageQuery.extend({ status: z.enum(KEY_STATES).optional() });
export type KeysQuery = z.infer<typeof KeysQuery>;

/** The sort key in a list's cursor: newest first. */
export const KeyCursor = z.tuple([Instant, KeyPath.shape.id]);

/** A key as the API shows it: everything but its secrets. */
export const KeyView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(KEY_STATES),
  rateLimit: z.object({ perSecond: z.number(), burst: z.number() }),
  createdAt: Instant,
  /** The id of the key that made it. */
  createdBy: z.string(),
  expiresAt: Instant.optional(),
  revokedAt: Instant.optional(),
  /** To the minute. */
  lastUsedAt: Instant.optional(),
  /** During a rotation: until when the former secret is good as well. */
  formerUntil: Instant.optional(),
});
export type KeyView = z.infer<typeof KeyView>;

/** A key with its text, which is shown this once. */
export const IssuedKeyView = KeyView.extend({ key: z.string() });
export type IssuedKeyView = z.infer<typeof IssuedKeyView>;

/** A page of keys, newest first. */
export const KeyPage = z.object({ keys: z.array(KeyView), next: z.string().optional() });
export type KeyPage = z.infer<typeof KeyPage>;

/** @param at decides whether it has expired, and whether its rotation is over. */
export function toKeyView(key: ApiKey, at: Date): KeyView {
  const { id, name, scopes, createdBy } = key;
  const instants = {
    expiresAt: key.expiresAt,
    revokedAt: key.revokedAt,
    lastUsedAt: key.lastUsedAt,
    formerUntil:
      key.formerUntil !== null && key.formerUntil > at && key.revokedAt === null ? key.formerUntil : null,
  };
  const known = Object.entries(instants).filter((entry): entry is [string, Date] => entry[1] !== null);
  return {
    id,
    name,
    scopes,
    status: stateOf(key, at),
    rateLimit: { ...rateLimitOf(key) },
    createdAt: key.createdAt.toISOString(),
    createdBy,
    ...Object.fromEntries(known.map(([field, instant]) => [field, instant.toISOString()])),
  };
}
