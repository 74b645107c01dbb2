import {
  Channel,
  Instant,
  JsonObject,
  Name,
  Purpose,
  ReceiptKind,
  RecipientId,
  Signal,
} from '@hermod/contracts';
import { z } from 'zod';
import { Duration, EventType, ONE_CHANNEL, oneChannel, perChannel, TimeZone } from '../language/fields.ts';
import { Beginning, Moment } from './moment.ts';

const MAX_HAPPENINGS = 200;
const MAX_EXPECTATIONS = 500;

const ContactPointOf = z.strictObject({
  channel: z.enum(['push', 'sms', 'email']).describe('sms serves mms and rcs as well'),
  provider: Name.optional(),
  address: z.string().min(1).max(4096),
});

const recipientFields = {
  attributes: JsonObject.optional().describe('What conditions and templates see as `recipient`'),
  timeZone: TimeZone.optional().describe('IANA; UTC without'),
  country: z.string().length(2).optional(),
  region: z.string().max(6).optional().describe('ISO 3166-2, such as US-FL'),
  locale: z.string().max(64).optional(),
  contactPoints: z.array(ContactPointOf).max(50).optional(),
};

const RecipientOf = z.strictObject({ id: RecipientId.optional(), ...recipientFields });

/** What a person said; a consent as `POST /v1/recipients/{id}/consents` takes it, without the words. */
const ConsentOf = z
  .strictObject({
    channel: Channel,
    purpose: Purpose.optional(),
    topic: Name.optional(),
    state: z.enum(['given', 'withdrawn']).optional().describe('given without'),
    contactPoint: z
      .string()
      .max(4096)
      .optional()
      .describe('The address it is about, where there are several'),
  })
  .refine((consent) => consent.state === 'withdrawn' || consent.purpose !== undefined, {
    path: ['purpose'],
    message: 'say for which purpose consent is given; only a withdrawal may concern all of them',
  });
export type ConsentOf = z.infer<typeof ConsentOf>;

const behaviour = {
  does: z
    .enum(['accepts', 'fails', 'unknown', 'down'])
    .optional()
    .describe('accepts (without), refuses for good, leaves the outcome unknown, or refuses connections'),
  after: Duration.optional().describe('How long a call takes'),
  reports: ReceiptKind.optional().describe('What is reported of a message that was handed over'),
  reportsAfter: Duration.optional().describe('How long after the hand-over; at once without'),
  for: Duration.optional().describe('Then as before again'),
};
const BehaviourOf = z.strictObject(behaviour);
/** How the provider of a channel treats what is handed over to it. */
export type BehaviourOf = z.infer<typeof BehaviourOf>;

const at = { at: Moment };
/** Which message: the newest of a step, of a channel, or of both. */
const MessageName = z
  .string()
  .max(120)
  .describe('The newest message that was sent: `tell` (of a step), `push` (on a channel), `push of tell`');

const EventOf = z.strictObject({
  type: EventType,
  data: z.unknown().optional(),
  id: z.string().min(1).max(1024).optional(),
  source: z.string().min(1).max(1024).optional(),
  time: Instant.optional(),
  recipient: RecipientId.optional().describe('Whom it names; the recipient of the scenario without'),
  priority: z.enum(['urgent', 'normal']).optional(),
});
export type EventOf = z.infer<typeof EventOf>;

/** What can happen, by the key that tells it. */
export const HAPPENING_KINDS = {
  event: z.strictObject({ ...at, event: EventOf }).describe('A domain event comes'),
  signal: z
    .strictObject({ ...at, signal: ReceiptKind, of: MessageName })
    .describe('A provider or a device reports about a message'),
  text: z
    .strictObject({ ...at, text: z.string().min(1).max(4096), from: z.string().max(4096).optional() })
    .describe(
      'The recipient writes, such as STOP or an answer, from their first number or from the one that is named',
    ),
  answer: z
    .strictObject({ ...at, answer: Name.describe('The id of the reply'), of: MessageName })
    .describe('The recipient taps a chip, or follows the link of an answer'),
  consent: z.strictObject({ ...at, consent: ConsentOf }).describe('The recipient allows or withdraws'),
  recipient: z
    .strictObject({ ...at, recipient: z.strictObject(recipientFields) })
    .describe('What is known of the recipient changes; attributes that are not named stay'),
  provider: z
    .strictObject({ ...at, provider: Channel, ...behaviour })
    .describe('The provider of a channel behaves otherwise from now on'),
  pause: z.strictObject({ ...at, pause: Name }).describe('A journey is paused'),
  resume: z.strictObject({ ...at, resume: Name }).describe('A paused journey goes on'),
  launch: z
    .strictObject({ ...at, launch: Name, data: JsonObject.optional() })
    .describe('The audience of a journey is started now'),
  cancel: z.strictObject({ ...at, cancel: Name }).describe('The runs of a journey are ended from outside'),
} as const;
export type HappeningKind = keyof typeof HAPPENING_KINDS;
export type Happening = { [K in HappeningKind]: z.infer<(typeof HAPPENING_KINDS)[K]> }[HappeningKind];

export const OUTCOMES = ['sent', 'refused', 'deferred', 'failed', 'expired', 'unknown', 'withdrawn'] as const;
/** What became of a message when it was decided or handed over. */
export type MessageOutcome = (typeof OUTCOMES)[number];

const about = {
  at: Moment.optional().describe('Any time without'),
  journey: Name.optional(),
};
const variables = JsonObject.optional().describe('Variables of the run; others are not looked at');

/** What can be expected, by the key that tells it. */
export const EXPECTATION_KINDS = {
  message: z
    .strictObject({
      ...about,
      ...perChannel,
      step: Name.optional(),
      as: z.enum(OUTCOMES).optional().describe('What became of it; sent without'),
      rule: z.string().max(300).optional().describe('Why, such as no-consent'),
      text: z
        .string()
        .max(10_000)
        .optional()
        .describe('What the person reads; of a push title, line end, body'),
    })
    .refine(oneChannel, ONE_CHANNEL)
    .meta({ id: 'ExpectedMessage', description: 'A message, under its channel with its template' }),
  ended: z.strictObject({ ...about, ended: Name, variables }).describe('A run ends with this outcome'),
  published: z
    .strictObject({ ...about, published: EventType, data: JsonObject.optional() })
    .describe('A journey publishes a domain event'),
  running: z
    .strictObject({ ...about, running: Name, variables })
    .describe('A run stands on this step when the scenario is over'),
} as const;
export type ExpectationKind = keyof typeof EXPECTATION_KINDS;
export type Expectation = { [K in ExpectationKind]: z.infer<(typeof EXPECTATION_KINDS)[K]> }[ExpectationKind];

/** A scenario but for its lists, whose lines are checked one by one so that each mistake has its path. */
export const ScenarioHead = z.strictObject({
  scenario: z.string().min(1).max(200).describe('What it shows, as a sentence'),
  journeys: z
    .union([z.string().max(500), z.array(z.string().max(500)).min(1).max(20)])
    .optional()
    .describe(
      'Files of the journeys, from this file; without, the one that is called as this file up to its first dot',
    ),
  templates: z
    .string()
    .max(500)
    .optional()
    .describe('Folder of the templates, from this file; ../templates without, where there is one'),
  begins: Beginning,
  until: Moment.optional().describe('When it is over; without, when nothing is left to happen'),
  given: z.strictObject({
    recipient: RecipientOf,
    consents: z.array(ConsentOf).max(50).optional(),
    providers: z.partialRecord(Channel, BehaviourOf).optional().describe('How providers behave, by channel'),
    lastEvents: z
      .record(EventType, Instant)
      .optional()
      .describe('When events of these types came last, for audiences'),
    lastSignals: z.partialRecord(Signal, Instant).optional(),
  }),
  happens: z.array(z.unknown()).max(MAX_HAPPENINGS).optional(),
  expect: z.array(z.unknown()).max(MAX_EXPECTATIONS).optional(),
  strict: z.boolean().optional().describe('false: what happens beyond `expect` is no mistake'),
});

/** A scenario as its author wrote it: what is given, what happens when, what is expected of it. */
export type Scenario = Omit<z.infer<typeof ScenarioHead>, 'happens' | 'expect'> & {
  readonly happens: readonly Happening[];
  readonly expect?: readonly Expectation[];
};

/** The whole document as one schema: what editors complete. */
export const ScenarioSchema = ScenarioHead.extend({
  happens: z
    .array(z.union(Object.values(HAPPENING_KINDS)))
    .max(MAX_HAPPENINGS)
    .optional(),
  expect: z
    .array(z.union(Object.values(EXPECTATION_KINDS)))
    .max(MAX_EXPECTATIONS)
    .optional()
    .describe('Everything that is sent, refused, published or ended, in its order'),
}).meta({ title: 'Hermod scenario' });
