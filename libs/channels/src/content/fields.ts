/** Fields that the contents of several channels have. */
import { z } from 'zod';

/** The longest source of one field; what comes out of it has limits of its own. */
export const MAX_SOURCE_CHARS = 10_000;

/** A text with Liquid in it. */
export const liquid = (what: string, most = MAX_SOURCE_CHARS): z.ZodString =>
  z
    .string(`${what} is a text`)
    .trim()
    .min(1, `${what} is empty; write what the person shall read`)
    .max(most, `${what} has at most ${most} characters`);

/** Whether a text stands for something else until it is rendered. */
export const hasLiquid = (text: string): boolean => /\{[{%]/.test(text);

/** Refuses a text without Liquid that is too long already; what others come to is checked when they are rendered. */
export const fits =
  (most: number, measure: (text: string) => number = (text) => text.length) =>
  (text: string): boolean =>
    hasLiquid(text) || measure(text) <= most;

/** An address with Liquid in it; it is checked when it is known, see `rendering/links.ts`. */
export const address = (what: string): z.ZodString => liquid(what, 2_048);

/** A media type (RFC 6838). */
export const MediaType = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/,
    'a media type is such as image/png, in small letters',
  );
