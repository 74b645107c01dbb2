import { createHmac, randomUUID } from 'node:crypto';
import type { InboundReceived, Lane } from '@hermod/contracts';
import type { RecordToProduce } from '@hermod/testing';
import { record, type World } from './world.ts';

/** A text that a person writes. */
export interface Text {
  readonly meaning: InboundReceived['meaning'];
  readonly at?: Date;
  readonly messageId?: string;
  readonly words?: string;
  readonly answeredByProvider?: true;
}

/** The copies that receipts publishes of a text. */
export interface CopiesOfText {
  /** One for each holder it knows; the first is the lead. */
  readonly forHolders: readonly RecordToProduce[];
  /** The one for the number; the lead where nobody holds that. */
  readonly forNumber: RecordToProduce;
}

/** The HMAC of an address, as the services make it. */
export function hashOf({ stage }: Pick<World, 'stage'>, address: string): string {
  return createHmac('sha256', stage.env('consent')['HERMOD_SECRET']!).update(address).digest('hex');
}

/** What receipts publishes of a text. */
export function textFrom(
  world: Pick<World, 'stage'>,
  number: string,
  holders: readonly string[],
  text: Text,
  lane: Lane = 'plain',
): CopiesOfText {
  const addressHash = hashOf(world, number);
  const fact: InboundReceived = {
    kind: 'text',
    channel: 'sms',
    address: number,
    addressHash,
    meaning: text.meaning,
    ...(text.answeredByProvider === undefined ? {} : { answeredByProvider: true }),
    text: text.words ?? 'Stop.',
    provider: 'twilio',
    providerMessageId: text.messageId ?? randomUUID(),
    at: (text.at ?? new Date()).toISOString(),
  };
  const lead = (isLead: boolean): { lead?: true } => (isLead ? { lead: true } : {});
  return {
    forHolders: holders.map((recipient, n) =>
      record('inboundReceived', recipient, { ...fact, recipient, ...lead(n === 0) }, { lane }),
    ),
    forNumber: record('inboundReceived', addressHash, { ...fact, ...lead(holders.length === 0) }, { lane }),
  };
}
