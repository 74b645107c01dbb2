/** The words of the glossary that travel in facts. One word per idea; see docs/glossary.md. */
import { z } from 'zod';

export const CHANNELS = ['push', 'sms', 'mms', 'rcs', 'email'] as const;
/** A way to reach a person. Delivery never changes the channel that was decided. */
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

export const PURPOSES = ['critical', 'transactional', 'marketing'] as const;
/** Why a message is sent; decides law, lane and caps. */
export const Purpose = z.enum(PURPOSES);
export type Purpose = z.infer<typeof Purpose>;

export const LANES = ['plain', 'urgent'] as const;
/** A way of travelling, never of meaning: urgent facts have their own topics, consumers and budgets. */
export type Lane = (typeof LANES)[number];

/** The lane in which messages of a purpose travel. */
export function laneOf(purpose: Purpose): Lane {
  return purpose === 'critical' ? 'urgent' : 'plain';
}

export const SIGNALS = ['delivered', 'opened', 'read', 'clicked', 'replied'] as const;
/** What a person (or their device) did with a message. */
export const Signal = z.enum(SIGNALS);
export type Signal = z.infer<typeof Signal>;

const STRENGTH: Readonly<Record<Signal, number>> = {
  delivered: 1,
  opened: 2,
  read: 2,
  clicked: 3,
  replied: 4,
};

/** True when `signal` is at least as strong as `wanted`: replied ⇒ clicked ⇒ opened = read ⇒ delivered. */
export function satisfies(signal: Signal, wanted: Signal): boolean {
  return STRENGTH[signal] >= STRENGTH[wanted];
}

/**
 * An opaque recipient id: 1 to 128 visible characters. An id that as a whole is a phone number, or that
 * contains `@`, is refused, because ids are record keys and keys end up in logs and traces. So is one that isn't in Unicode's
 * normal form C, because two that look alike would be two people, and `.` or `..`, which no URL can name (RFC 3986, 5.2.4).
 */
export const RecipientId = z
  .string()
  .min(1, 'a recipient id is missing')
  .max(128, 'a recipient id has at most 128 characters')
  .regex(/^[\p{L}\p{N}._:~-]+$/u, 'a recipient id may hold letters, digits and . _ : ~ - only')
  .refine((id) => /[\p{L}\p{N}]/u.test(id), 'a recipient id has a letter or a digit')
  .refine((id) => id === id.normalize('NFC'), 'a recipient id is in Unicode normal form C; normalise it')
  .refine((id) => !/^\+?[\d\s().-]{6,}$/.test(id), 'a phone number is no recipient id; use an opaque id');

/** A name that people choose: of a journey, step, template or topic. */
export const Name = z
  .string()
  .min(1)
  .max(100)
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i,
    'letters, digits, dots, dashes and underscores; starts and ends with a letter or digit',
  );

/** An instant, ISO 8601 with an offset. */
export const Instant = z.iso.datetime({ offset: true });

/** Free JSON object, as upstream data and template context. */
export const JsonObject = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof JsonObject>;
