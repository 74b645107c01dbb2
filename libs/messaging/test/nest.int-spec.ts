import 'reflect-metadata';
import { FLOW } from '@hermod/contracts';
import { produce, tapTopic } from '@hermod/testing';
import { Controller, type INestMicroservice, Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KafkaBatchServer } from '../src/nest/kafka-batch-server.ts';
import { OnFacts } from '../src/nest/on-facts.ts';
import type { Received } from '../src/unit/received.ts';
import type { UnitOfWork } from '../src/unit/unit-of-work.ts';
import { note, openRig, openSampleStore, type Rig } from './rig.ts';
import { Messaging } from '../src/messaging.ts';
import { event, many, receipt, wire } from './samples.ts';
import { heardLog } from './rig.ts';

@Injectable()
class NoteFacts {
  execute(facts: readonly Received[], unit: UnitOfWork): Promise<void> {
    return note(facts, unit, 'nest');
  }
}

@Controller()
class OnReceiptRecorded {
  readonly #noteFacts: NoteFacts;
  constructor(@Inject(NoteFacts) noteFacts: NoteFacts) {
    this.#noteFacts = noteFacts;
  }

  @OnFacts(FLOW.receiptRecorded)
  async handle(@Payload() facts: readonly Received[], @Ctx() unit: UnitOfWork): Promise<void> {
    await this.#noteFacts.execute(facts, unit);
    if (facts.some((fact) => fact.recipient === 'poison')) {
      throw Object.assign(new Error('no'), { code: 'SAMPLE_POISON' });
    }
  }
}

@Module({ controllers: [OnReceiptRecorded], providers: [NoteFacts] })
class SampleModule {}

let rig: Rig;
let app: INestMicroservice;
let closeStore: () => Promise<void>;
beforeAll(async () => {
  rig = await openRig({ partitions: 1 });
  const store = await openSampleStore(rig.stage.databaseUrls.routing);
  closeStore = () => store.destroy();
  const messaging = new Messaging({
    service: 'routing',
    dataSource: store,
    brokers: [rig.stage.brokers],
    prefix: rig.stage.prefix,
    partitions: 1,
    lanes: ['plain'],
    watch: [],
    log: heardLog(),
    onFatal: (error) => {
      throw error;
    },
  });
  app = await NestFactory.createMicroservice(SampleModule, {
    strategy: new KafkaBatchServer(messaging),
    logger: false,
  });
  await app.listen();
  expect(app.unwrap()).toBe(messaging);
});
afterAll(async () => {
  await app.close();
  await closeStore();
  await rig.close();
});

test('a controller gets the facts of a unit at once, and the unit, with its dependencies injected', async () => {
  await produce(rig.stage, ...many(100, (n) => wire('receiptRecorded', receipt(`r${n}`, 1))));
  const rows = await rig.untilHandled(100);
  expect(rows).toHaveLength(100);
  expect(new Set(rows.map((row) => row.unit)).size).toBeLessThan(100);
  expect(rows.every((row) => row.instance === 'nest')).toBe(true);
});

test("a controller's error reaches the messaging core as it is", async () => {
  const tap = await tapTopic(rig.stage, 'hermod.receipt-recorded.dead', 'hermod.domain-events.dead');
  await produce(
    rig.stage,
    wire('receiptRecorded', receipt('poison', 1)),
    wire('receiptRecorded', receipt('well', 1)),
    event('nobody-handles-this', 1),
  );
  const dead = await tap.until(2);
  await tap.stop();
  expect(dead.map(({ headers }) => headers['dead_code']).toSorted()).toEqual(['SAMPLE_POISON', 'TypeError']);
  expect((await rig.untilHandled(101)).at(-1)!.recipient).toBe('well');
});
