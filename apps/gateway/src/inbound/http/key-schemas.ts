/** Keys over HTTP, as far as the API's table does not say it: lengths of overlaps, cursors, and how keys are shown. */
import { KeyPath, KeyRotation, type KeyView } from '@hermod/api';
import { Instant } from '@hermod/contracts';
import { durationMs } from '@hermod/calendar';
import { z } from 'zod';
import { type ApiKey, stateOf } from '../../storage/api-keys.ts';
import { rateLimitOf } from './rate-limits.ts';

const MOST_OVERLAP_MS = 30 * 86_400_000;

/** `POST /v1/keys/{id}/rotate`. */
export const RotateBody = KeyRotation.refine(
  ({ overlap }) => (durationMs(overlap) ?? Infinity) <= MOST_OVERLAP_MS,
  { path: ['overlap'], message: 'use an ISO 8601 duration of at most P30D' },
);

/** The sort key in a list's cursor: newest first. */
export const KeyCursor = z.tuple([Instant, KeyPath.shape.id]);

/**
 * A key as the API shows it: everything but its secrets.
 * @param at decides whether it has expired, and whether its rotation is over.
 */
export function toKeyView(key: ApiKey, at: Date): KeyView {
  const { id, name, scopes, createdBy } = key;
  const isRotating = key.formerUntil !== null && key.formerUntil > at && key.revokedAt === null;
  const instants = {
    expiresAt: key.expiresAt,
    revokedAt: key.revokedAt,
    lastUsedAt: key.lastUsedAt,
    formerUntil: isRotating ? key.formerUntil : null,
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
