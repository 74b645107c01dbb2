import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askBroker, readLeaderClock, readMetadataLevel } from './broker-wire.ts';

const int16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
const int32 = (value: number): number[] => [...int16(value >>> 16), ...int16(value)];
const int64 = (value: bigint): number[] => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return [...bytes];
};
const text = (value: string): number[] => [value.length + 1, ...Buffer.from(value)];

/** ApiVersions v3: one API, then the supported features as tag 0, among tags that nobody knows. */
function features(level: number, error = 0): Buffer {
  const feature = [...text('metadata.version'), ...int16(1), ...int16(level), 0];
  const other = [...text('kraft.version'), ...int16(0), ...int16(1), 0];
  const supported = [3, ...other, ...feature];
  const api = [...int16(18), ...int16(0), ...int16(4), 0];
  const tags = [2, 0, supported.length, ...supported, 1, 8, ...int64(7n)];
  return Buffer.from([...int32(18), ...int16(error), 2, ...api, ...int32(0), ...tags]);
}

/** DescribeQuorum v1: two voters, the second one leads. */
function quorum(clock: bigint): Buffer {
  const voter = (id: number, at: bigint): number[] => [
    ...int32(id),
    ...int64(9n),
    ...int64(-1n),
    ...int64(at),
    0,
  ];
  const leader = [...int32(0), ...int16(0), ...int32(2), ...int32(1), ...int64(9n)];
  const partition = [...leader, 3, ...voter(1, 5n), ...voter(2, clock), 1, 0];
  const topic = [...text('__cluster_metadata'), 2, ...partition, 0];
  return Buffer.from([...int32(55), 0, ...int16(0), 2, ...topic, 0]);
}

const framed = (answer: Buffer): Buffer => Buffer.concat([Buffer.from(int32(answer.length)), answer]);

describe('an answer of a broker', () => {
  it('tells the level of its metadata', () => {
    expect(readMetadataLevel(features(27))).toBe(27);
    expect(readMetadataLevel(features(27, 35))).toBeUndefined();
  });

  it("tells the leader's clock", () => {
    expect(readLeaderClock(quorum(1_795_388_557_000n))).toBe(1_795_388_557_000);
    expect(readLeaderClock(quorum(-1n))).toBeUndefined();
  });

  it('is refused when it ends in the middle', () => {
    const whole = features(27);
    for (let length = 6; length < whole.length - 12; length += 1)
      expect(() => readMetadataLevel(whole.subarray(0, length))).toThrow(RangeError);
  });
});

describe('a broker', () => {
  let server: Server;
  const listen = async (answers: (n: number) => Buffer[]): Promise<string> => {
    let n = 0;
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => {
        for (const part of answers((n += 1))) socket.write(part);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  afterEach(() => server.close());

  it('is asked twice, and may answer in pieces', async () => {
    const address = await listen((n) => {
      const answer = framed(n === 1 ? features(27) : quorum(5_000n));
      return [answer.subarray(0, 3), answer.subarray(3, 20), answer.subarray(20)];
    });
    const answer = await askBroker(address, AbortSignal.timeout(5_000));
    expect(answer).toMatchObject({ metadataLevel: 27, clock: { at: 5_000 } });
  });

  it('is none when it speaks HTTP', async () => {
    const address = await listen(() => [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]);
    await expect(askBroker(address, AbortSignal.timeout(5_000))).rejects.toThrow('no Kafka broker');
  });

  it('is not waited for without an end', async () => {
    const address = await listen(() => []);
    await expect(askBroker(address, AbortSignal.timeout(50))).rejects.toThrow();
  });
});
