/** AsyncAPI 3 from the table of facts in `@hermod/contracts`. */
import { FLOW, type FactName, type FlowEntry, type Lane, kafkaTopic, type Reading } from '@hermod/contracts';
import { z } from 'zod';

const DAY_MS = 86_400_000;

const DESCRIPTION = `What travels between upstream, Hermod's services and those who look on: facts on Kafka, in the past tense, keyed by
recipient id. Most Kafka topics exist twice, plain and urgent. Values are JSON; attributes of CloudEvents 1.0.2 stand in the
headers (binary mode), and domain events are also taken in structured mode.
Upstream publishes domain events; everything else is published by Hermod and free to be read.`;

type Json = Readonly<Record<string, unknown>>;

/** The document as text, as it is checked in and served. */
export function asyncApiDocument(): string {
  const facts = Object.entries(FLOW) as [FactName, FlowEntry][];
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Hermod',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(facts.flatMap(([name, entry]) => channelsOf(name, entry))),
    operations: Object.fromEntries(facts.flatMap(([name, entry]) => operationsOf(name, entry))),
    components: {
      messages: Object.fromEntries(facts.map(([name, entry]) => [name, messageOf(name, entry)])),
      schemas: Object.fromEntries(facts.map(([name, { schema }]) => [name, schemaOf(schema)])),
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function lanesOf({ lanes }: FlowEntry): readonly Lane[] {
  return lanes === 'both' ? ['plain', 'urgent'] : ['plain'];
}

function channelId(name: FactName, lane: Lane): string {
  return lane === 'urgent' ? `${name}Urgent` : name;
}

function channelsOf(name: FactName, entry: FlowEntry): [string, Json][] {
  return lanesOf(entry).map((lane) => {
    const address = kafkaTopic(entry, lane);
    return [
      channelId(name, lane),
      {
        address,
        description: `${entry.number}. ${entry.what}`,
        messages: { [name]: { $ref: `#/components/messages/${name}` } },
        bindings: {
          kafka: {
            topic: address,
            topicConfiguration: { 'retention.ms': entry.retentionDays * DAY_MS },
            bindingVersion: '0.5.0',
          },
        },
      },
    ];
  });
}

/** An operation for each service that publishes or reads a fact, in each lane it does. */
function operationsOf(name: FactName, entry: FlowEntry): [string, Json][] {
  return lanesOf(entry).flatMap((lane) => {
    const channel = channelId(name, lane);
    const about = {
      channel: { $ref: `#/channels/${channel}` },
      messages: [{ $ref: `#/channels/${channel}/messages/${name}` }],
    };
    const sent = entry.publishers.map((publisher): [string, Json] => [
      `${publisher}.publishes.${channel}`,
      { action: 'send', title: `${publisher} publishes`, ...about },
    ]);
    const read = entry.readers
      .filter((reading) => reading.lane === undefined || reading.lane === lane)
      .map((reading): [string, Json] => [
        `${reading.service}.reads.${channel}`,
        { action: 'receive', title: `${reading.service} reads`, description: purposeOf(reading), ...about },
      ]);
    return [...sent, ...read];
  });
}

function purposeOf({ to, only = {} }: Reading): string {
  const limits = Object.entries(only).map(([field, values]) => `\`${field}\` is ${values.join(' or ')}`);
  return [`To ${to}`, ...(limits.length === 0 ? [] : [`only where ${limits.join(' or ')}`])].join('; ');
}

function messageOf(name: FactName, entry: FlowEntry): Json {
  return {
    name,
    title: entry.what,
    contentType: 'application/json',
    headers: headersOf(entry),
    payload: { $ref: `#/components/schemas/${name}` },
    bindings: {
      kafka: { key: { type: 'string', description: 'The recipient id.' }, bindingVersion: '0.5.0' },
    },
  };
}

/** Source: CloudEvents Kafka protocol binding 1.0.2, 3.2; `revision` and what readers filter on are Hermod's. */
function headersOf({ filters, number }: FlowEntry): Json {
  const text = (description: string): Json => ({ type: 'string', description });
  const isUpstreams = number === FLOW.domainEvents.number;
  return {
    type: 'object',
    properties: {
      ce_specversion: { type: 'string', const: '1.0' },
      ce_id: text('With `ce_source` the identity of the fact.'),
      ce_source: text('Who says so.'),
      ce_type: text('What happened.'),
      ce_time: { type: 'string', format: 'date-time' },
      ce_subject: text('The recipient.'),
      'content-type': text('`application/json`; structured mode says `application/cloudevents+json`.'),
      traceparent: text('W3C Trace Context.'),
      ...(isUpstreams ? {} : { revision: text("The recipient's counter in the publishing service.") }),
      ...Object.fromEntries(filters.map((field) => [field, text(`The field \`${field}\` of the value.`)])),
    },
    ...(isUpstreams ? {} : { required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'revision'] }),
  };
}

/** AsyncAPI's own schema format is a superset of JSON Schema draft 7. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'output',
    override: ({ jsonSchema, zodSchema }) => {
      if (jsonSchema.format === 'date-time' || jsonSchema.format === 'uuid') delete jsonSchema.pattern;
      // Facts may gain fields; readers ignore those that they don't know.
      if (zodSchema instanceof z.ZodObject) delete jsonSchema.additionalProperties;
    },
  });
  return rest;
}
