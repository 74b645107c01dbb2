import { createHash, randomUUID } from 'node:crypto';
import { encodeHeaders, FLOW, type InboundReceived } from '@hermod/contracts';
import type { Store } from '@hermod/postgres';
import pg from 'pg';
import { eventually } from './eventually.ts';
import type { Stage } from './stage.ts';
import { produce, type RecordToProduce } from './topic-tap.ts';

/** Two facts that one reader may get in either order, about the same recipient. */
export interface PairScene<S> {
  /** What it shows, in words; with why, where the ends may differ in something that `end` leaves out. */
  readonly what: string;
  /** Brings a recipient of its own to where both facts can come. */
  readonly begin: () => Promise<S>;
  /** The two facts, in the order of the pair's name. */
  readonly facts: (at: S) => readonly [RecordToProduce, RecordToProduce];
  /** What the rest of the world does when both were handled. */
  readonly then?: (at: S) => Promise<unknown>;
  /** What must be the same in the end. */
  readonly end: (at: S) => Promise<unknown>;
}

/** How a pair can come. */
export const WAYS = ['in this order', 'in the other order', 'waiting together'] as const;
export type Way = (typeof WAYS)[number];

/** Who reads the pair, on which stage. */
export interface PairReader {
  readonly stage: Stage;
  readonly store: Store;
}

/** Plays a scene one way, and returns what came of it. */
export async function playPair<S>(reader: PairReader, scene: PairScene<S>, way: Way): Promise<unknown> {
  const at = await scene.begin();
  const [one, other] = scene.facts(at);
  if (way === 'waiting together') {
    const hold = await holdUp(reader);
    try {
      await produce(reader.stage, one, other);
    } finally {
      await hold.release();
    }
    await untilHandled(reader, one, other);
  } else {
    for (const fact of way === 'in this order' ? [one, other] : [other, one]) {
      await produce(reader.stage, fact);
      await untilHandled(reader, fact);
    }
  }
  await scene.then?.(at);
  return scene.end(at);
}

/** Waits until a service has handled facts: its inbox, written in the same transaction, knows them. */
export async function untilHandled(
  { stage, store }: PairReader,
  ...records: readonly RecordToProduce[]
): Promise<void> {
  const client = await connect(stage.databaseUrls[store]);
  try {
    for (const record of records) {
      const { table, key } = inboxEntryOf(record);
      await eventually(
        async () => {
          const { rowCount } = await client.query(`SELECT 1 FROM ${table} WHERE key = $1`, [key]);
          if (rowCount !== 1) throw new Error(`${record.topic} was not handled`);
        },
        { everyMs: 5 },
      );
    }
  } finally {
    await client.end();
  }
}

/** The inbox' key of a record, as messaging derives it. */
function inboxEntryOf({ topic, value, headers = {} }: RecordToProduce): { table: string; key: string } {
  const isEvent = topic.startsWith(FLOW.domainEvents.topic);
  const { source, id } = isEvent
    ? (JSON.parse(String(value)) as { source: string; id: string })
    : { source: headers['ce_source'], id: headers['ce_id'] };
  const key = createHash('md5').update(`${source}\0${id}`).digest('hex');
  return { table: isEvent ? 'event_inbox' : 'inbox', key };
}

/** A recipient's lock that is held as another unit of work would hold it. */
export interface HeldRecipient {
  release(): Promise<void>;
}

/** Holds a recipient's lock in a service's schema: whoever reads a fact about them waits. */
export async function lockRecipient({ stage, store }: PairReader, recipient: string): Promise<HeldRecipient> {
  const client = await connect(stage.databaseUrls[store]);
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO recipient_lock AS held (recipient_id, revision) VALUES ($1, 1)
     ON CONFLICT (recipient_id) DO UPDATE SET revision = held.revision`,
    [recipient],
  );
  return {
    release: async () => {
      await client.query('ROLLBACK');
      await client.end();
    },
  };
}

/** Holds up a reader's plain lane at a fact about somebody else, so that what comes meanwhile is read as one unit. */
async function holdUp(reader: PairReader): Promise<HeldRecipient> {
  const recipient = `held-${randomUUID()}`;
  const lock = await lockRecipient(reader, recipient);
  await produce(reader.stage, optOutOf(recipient));
  const client = await connect(reader.stage.adminUrl);
  try {
    await eventually(
      async () => {
        const { rowCount } = await client.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        if (rowCount === 0) throw new Error('nobody waits for the lock');
      },
      { everyMs: 5 },
    );
  } finally {
    await client.end();
  }
  return lock;
}

function optOutOf(recipient: string): RecordToProduce {
  const fact: InboundReceived = {
    kind: 'text',
    channel: 'sms',
    address: '+46709999998',
    addressHash: 'held',
    recipient,
    meaning: 'opt-out',
    provider: 'twilio',
    at: new Date().toISOString(),
  };
  const headers = encodeHeaders(FLOW.inboundReceived, fact, {
    id: randomUUID(),
    source: 'hermod/receipts',
    recipient,
    time: new Date(),
    revision: 1,
  });
  return { topic: FLOW.inboundReceived.topic, key: recipient, value: JSON.stringify(fact), headers };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
