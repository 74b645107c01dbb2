/** What an SMSC brings becomes facts, and is acknowledged only then. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningService } from '@hermod/service-host';
import { openStage, type Stage, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INBOUND_TOPICS, query, startReceipts } from './receipts-on-stage.ts';

interface Pdu {
  readonly command: string;
  readonly command_status: number;
  response(): Pdu;
}
interface Session {
  on(event: 'pdu', listener: (pdu: Pdu) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  send(pdu: Pdu): void;
  deliver_sm(fields: object, answered: (pdu: Pdu) => void): void;
  destroy(): void;
}
const { createServer } = createRequire(import.meta.url)('smpp') as {
  createServer(listener: (session: Session) => void): Server;
};

let stage: Stage;
let receipts: RunningService;
let tap: TopicTap;
let smsc: Server;
let session: Session;
let folder: string;

beforeAll(async () => {
  const bound = Promise.withResolvers<Session>();
  smsc = createServer((opened) => {
    opened.on('error', () => opened.destroy());
    opened.on('pdu', (pdu) => {
      if (pdu.command.endsWith('_resp')) return;
      opened.send(pdu.response());
      if (pdu.command === 'bind_receiver') bound.resolve(opened);
    });
  }).listen(0, '127.0.0.1');
  await once(smsc, 'listening');
  folder = await mkdtemp(join(tmpdir(), 'hermod-smpp-'));
  const file = join(folder, 'providers.yaml');
  const { port } = smsc.address() as AddressInfo;
  const account = `{ id: smsc, type: smpp, port: ${port}, systemId: h, password: p, sender: '+46700000000' }`;
  await writeFile(file, `providers:\n  - ${account}\n`);
  stage = await openStage({ partitions: 1 });
  tap = await tapTopic(stage, ...INBOUND_TOPICS);
  receipts = await startReceipts({ ...stage, env: (of) => ({ ...stage.env(of), HERMOD_PROVIDERS: file }) });
  session = await bound.promise;
});
afterAll(async () => {
  await tap.stop();
  await receipts.close();
  smsc.close();
  await stage.close();
  await rm(folder, { recursive: true });
});

const bring = (fields: object): Promise<number> =>
  new Promise((resolve) =>
    session.deliver_sm(
      { source_addr_ton: 1, source_addr: '46700000001', dest_addr_ton: 1, ...fields },
      ({ command_status: status }) => resolve(status),
    ),
  );

describe('an SMSC', () => {
  it('brings a STOP, which Kafka has when it is acknowledged', async () => {
    const text = { destination_addr: '46700000000', data_coding: 0, short_message: Buffer.from('STOP') };
    expect(await bring(text)).toBe(0);
    const [fact] = await tap.until(1, ({ text: value }) => value.includes('opt-out'));
    expect(fact?.value).toMatchObject({
      channel: 'sms',
      meaning: 'opt-out',
      to: '+46700000000',
      provider: 'smsc',
    });
  });

  it('brings a receipt before the hand-over is known, which waits for it under the id in decimal', async () => {
    const receipt = Buffer.from('id:3533b950 stat:DELIVRD err:000');
    expect(await bring({ esm_class: 4, short_message: receipt })).toBe(0);
    const parked = await query(stage, 'SELECT provider FROM parked_report WHERE reference = $1', [
      '892582224',
    ]);
    expect(parked).toEqual([{ provider: 'smsc' }]);
  });
});
