import { z } from 'zod';

const Words = z.array(z.string().min(1)).min(1);

/**
 * How people say in a language that they want no more, and what they are answered. Words are compared after `readInbound` has
 * taken off case, accents, spaces, punctuation and emoji.
 */
export const LanguagePack = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/, 'use an ISO 639-1 code, such as sv'),
  title: z.string().min(1).describe('Its name in itself, such as Svenska.'),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
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
  replies: z.strictObject({
    stopped: z.string().min(1).describe('Confirms a STOP. May name {organisation}; no advertising.'),
    help: z.string().min(1).describe('Answers HELP. May name {organisation} and {contact}.'),
    doubleOptIn: z.string().min(1).describe('Asks for the confirmation. May name {organisation} and {topic}.'),
    confirmed: z.string().min(1).describe('Confirms the confirmation. May name {organisation} and {topic}.'),
  }),
});
export type LanguagePack = z.infer<typeof LanguagePack>;
