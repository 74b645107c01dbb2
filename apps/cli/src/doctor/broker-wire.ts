/**
 * Two requests that kafkajs doesn't know, straight over a socket: what a broker supports (its version follows), and how
 * its quorum stands (the leader's clock stands in the answer). Nothing is written to Kafka.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WireReader } from './wire-reader.ts';

/** Source: Kafka protocol, ApiVersions v3 (KIP-511, KIP-584) and DescribeQuorum v1 (KIP-595, KIP-836). */
const API_VERSIONS = { key: 18, version: 3 } as const;
const DESCRIBE_QUORUM = { key: 55, version: 1 } as const;
const CLIENT = 'hermod-doctor';
const MAX_ANSWER_BYTES = 1024 * 1024;
const METADATA_TOPIC = '__cluster_metadata';

export interface BrokerAnswer {
  /** The highest level of the feature `metadata.version` that it supports: tells its release. */
  readonly metadataLevel: number | undefined;
  /** The clock of the quorum's leader, milliseconds of the epoch, when the request stood between these two. */
  readonly clock: { readonly at: number; readonly askedAt: number; readonly answeredAt: number } | undefined;
}

/**
 * Asks one broker.
 * @param address `host:port`
 * @throws Error when it can't be reached or doesn't answer as Kafka does before `signal` aborts
 */
export async function askBroker(address: string, signal: AbortSignal): Promise<BrokerAnswer> {
  const { hostname, port } = new URL(`kafka://${address}`);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 9092) });
  try {
    await once(socket, 'connect', { signal });
    const features = await exchange(socket, API_VERSIONS, clientSoftware(), signal);
    const metadataLevel = readMetadataLevel(features);
    const askedAt = Date.now();
    const quorum = await exchange(socket, DESCRIBE_QUORUM, quorumRequest(), signal);
    const at = readLeaderClock(quorum);
    return { metadataLevel, clock: at === undefined ? undefined : { at, askedAt, answeredAt: Date.now() } };
  } finally {
    socket.destroy();
  }
}

async function exchange(
  socket: Socket,
  api: { readonly key: number; readonly version: number },
  body: Buffer,
  signal: AbortSignal,
): Promise<Buffer> {
  const head = Buffer.alloc(10);
  head.writeInt16BE(api.key, 0);
  head.writeInt16BE(api.version, 2);
  head.writeInt32BE(api.key, 4);
  head.writeInt16BE(CLIENT.length, 8);
  const request = Buffer.concat([head, Buffer.from(CLIENT), noTags(), body]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(request.length, 0);
  socket.write(Buffer.concat([size, request]));
  return readAnswer(socket, signal);
}

/** One answer: its size, then that many bytes. */
async function readAnswer(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    if (bytes.length >= 4) {
      const size = bytes.readInt32BE(0);
      if (size < 4 || size > MAX_ANSWER_BYTES) throw new Error('what answers there is no Kafka broker');
      if (bytes.length >= 4 + size) return bytes.subarray(4, 4 + size);
    }
    const chunk = await nextChunk(socket, signal);
    bytes = Buffer.concat([bytes, chunk]);
  }
}

async function nextChunk(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  const closed = new AbortController();
  const ended = once(socket, 'close', { signal: closed.signal }).then(() => {
    throw new Error('the broker closed the connection');
  });
  const arrived = once(socket, 'data', { signal }) as Promise<[Buffer]>;
  try {
    return (await Promise.race([arrived, ended]))[0];
  } finally {
    closed.abort();
    ended.catch(() => undefined);
    arrived.catch(() => undefined);
  }
}

function clientSoftware(): Buffer {
  return Buffer.concat([compact(CLIENT), compact('1'), noTags()]);
}

function quorumRequest(): Buffer {
  const partition = Buffer.concat([Buffer.alloc(4), noTags()]);
  const topic = Buffer.concat([compact(METADATA_TOPIC), one(), partition, noTags()]);
  return Buffer.concat([one(), topic, noTags()]);
}

/** The length of a compact array of one. */
function one(): Buffer {
  return Buffer.of(2);
}

function noTags(): Buffer {
  return Buffer.of(0);
}

/** Short ones only: their length fits into one byte. */
function compact(text: string): Buffer {
  return Buffer.concat([Buffer.of(text.length + 1), Buffer.from(text)]);
}

/** The highest level of `metadata.version` in an answer to ApiVersions; undefined when it tells none. */
export function readMetadataLevel(answer: Buffer): number | undefined {
  const reader = new WireReader(answer);
  reader.int32();
  if (reader.int16() !== 0) return undefined;
  reader.compactArray(() => (reader.int16(), reader.int16(), reader.int16(), reader.tags()));
  reader.int32();
  let level: number | undefined;
  const readFeatures = (): void => {
    reader.compactArray(() => {
      const name = reader.compactString();
      reader.int16();
      const highest = reader.int16();
      reader.tags();
      if (name === 'metadata.version') level = highest;
    });
  };
  reader.tags({ 0: readFeatures });
  return level;
}

/** The leader's own clock in an answer to DescribeQuorum, milliseconds of the epoch; undefined when it tells none. */
export function readLeaderClock(answer: Buffer): number | undefined {
  const reader = new WireReader(answer);
  reader.int32();
  reader.tags();
  if (reader.int16() !== 0) return undefined;
  const [clock] = reader.compactArray(() => {
    reader.compactString();
    const clocks = reader.compactArray(() => readPartition(reader));
    reader.tags();
    return clocks[0];
  });
  return clock;
}

/** Of the leader itself the time at which it was caught up is always now (KIP-836). */
function readPartition(reader: WireReader): number | undefined {
  reader.int32();
  const error = reader.int16();
  const leader = reader.int32();
  reader.int32();
  reader.int64();
  const readReplica = (): { id: number; caughtUpAt: bigint } => {
    const id = reader.int32();
    reader.int64();
    reader.int64();
    const caughtUpAt = reader.int64();
    reader.tags();
    return { id, caughtUpAt };
  };
  const voters = reader.compactArray(readReplica);
  reader.compactArray(readReplica);
  reader.tags();
  const caughtUpAt = voters.find(({ id }) => id === leader)?.caughtUpAt;
  return error !== 0 || caughtUpAt === undefined || caughtUpAt <= 0n ? undefined : Number(caughtUpAt);
}
