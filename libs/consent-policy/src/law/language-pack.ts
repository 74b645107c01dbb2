import { z } from 'zod';

const Words = z.array(z.string().min(1)).min(1);
const Country = z.string().regex(/^[A-Z]{2}$/, 'use an ISO 3166-1 code of two capitals, such as SE');

/** A text with places such as {organisation}; any other brace is a slip of the pen. */
const reply = (...places: readonly string[]) =>
  z
    .string()
    .min(1)
    .refine(
      (text) => text.match(/\{[^}]*\}?|\}/g)?.every((place) => places.includes(place.slice(1, -1))) ?? true,
      `of places, only ${places.map((place) => `{${place}}`).join(' and ')} can be filled in`,
    );

/**
 * How people say in a language that they want no more, and what they are answered. Words are compared after `readInbound` has
 * taken off case, accents, spaces, punctuation and emoji.
 */
export const LanguagePack = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/, 'use an ISO 639-1 code, such as sv'),
  title: z.string().min(1).describe('Its name in itself, such as Svenska.'),
  countries: z
    .array(Country)
    .default([])
    .describe('Where it is answered to numbers of people whose language is unknown.'),
  optOut: Words,
  optIn: Words,
  help: Words,
  yes: Words.describe('What confirms a double opt-in.'),
  objections: z
    .array(z.string().min(1))
    .default([])
    .describe('Phrases inside a sentence by which a reasonable person would ask for an end.'),
  replies: z
    .strictObject({
      stopped: reply('organisation').describe('Confirms a STOP; no advertising.'),
      started: reply('organisation').describe('Confirms a START that has lifted a STOP.'),
      help: reply('organisation', 'contact').describe('Answers HELP.'),
      doubleOptIn: reply('organisation', 'topic').describe('Asks for the confirmation; no advertising.'),
      confirmed: reply('organisation', 'topic').describe('Confirms the confirmation.'),
    })
    .describe('Each fits one SMS of 160 GSM-7 characters with the name of an organisation of 30.'),
});
export type LanguagePack = z.infer<typeof LanguagePack>;
