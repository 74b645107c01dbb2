/** The examples of the language's reference: each a journey, and beside it what happens to its runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { CHANNELS, Instant, Name, ReceiptKind } from '@hermod/contracts';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = new URL('examples/', import.meta.url);

/** From the start of the run: ISO 8601, as in a journey. */
const At = z.string().regex(/^P/);
const Attributes = z.record(z.string(), z.unknown());
const Times = z.record(z.string(), Instant);

/** What delivery and consent make of a message; without a word it is accepted at once. */
const HandOver = z.enum([
  'accepted',
  'failed',
  'unknown',
  'refused',
  'refused for the recipient',
  'still waiting',
]);
export type HandOver = z.infer<typeof HandOver>;

/** Something that a run is told. */
export const Happening = z.union([
  z.strictObject({ at: At, signal: ReceiptKind, of: Name }),
  z.strictObject({ at: At, answer: Name.optional(), writes: z.string().optional(), of: Name }),
  z.strictObject({ at: At, event: z.strictObject({ type: z.string(), data: Attributes }) }),
  z.strictObject({ at: At, pause: z.literal(true) }),
  z.strictObject({ at: At, resume: z.literal(true) }),
]);
export type Happening = z.infer<typeof Happening>;

/** Something that a run does: it asks for a message, takes one back, publishes an event, ends. */
export const Deed = z.union([
  z.strictObject({
    at: At,
    ...Object.fromEntries(CHANNELS.map((channel) => [channel, Name.optional()])),
  }),
  z.strictObject({ at: At, withdrawn: Name }),
  z.strictObject({ at: At, published: z.string(), data: Attributes.optional() }),
  z.strictObject({ at: At, ended: Name }),
]);
export type Deed = z.infer<typeof Deed>;

const Play = z.strictObject({
  title: z.string(),
  id: z.string().default('ada'),
  recipient: Attributes.default({}),
  start: z.strictObject({ data: Attributes, hop: z.int().optional() }),
  handOver: z.record(Name, HandOver).default({}),
  happens: z.array(Happening).default([]),
  expect: z.array(Deed).min(1),
  variables: Attributes.optional(),
});
/** The life of one run: what comes, and what has to follow. */
export type Play = z.infer<typeof Play>;

const Start = z.strictObject({
  event: Attributes.default({}),
  recipient: Attributes.default({}),
  lastEvent: Times.default({}),
  lastSignal: Times.default({}),
  yes: z.boolean(),
  /** The value that `once` counts by. */
  counts: z.unknown().optional(),
  because: z.string().optional(),
});
/** An occasion, and whether it starts a run. */
export type Start = z.infer<typeof Start>;

const Sidecar = z.strictObject({
  shows: z.string(),
  starts: z.array(Start).default([]),
  /** When the audience starts for the first time after an instant. */
  next: z.strictObject({ after: Instant, at: Instant }).optional(),
  plays: z.array(Play).min(1),
});

/** A journey of the reference and what it shows. */
export interface Example extends z.infer<typeof Sidecar> {
  readonly name: string;
  /** The journey as it is printed. */
  readonly source: string;
}

/** Reads one example. @throws when its files are missing or not of this shape */
export function readExample(name: string): Example {
  const source = readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8');
  const sidecar: unknown = parse(readFileSync(new URL(`${name}.play.yaml`, FOLDER), 'utf8'));
  return { name, source, ...Sidecar.parse(sidecar) };
}

/** The names of all examples. */
export function exampleNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('.play.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .toSorted();
}
