import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrived, ended, enter, eventFor, fresh, publish, system } from './support/hermod.ts';

describe('an upstream system that writes to Kafka itself', () => {
  const kafka = new Kafka({
    brokers: system.brokers.split(','),
    clientId: 'shop',
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer();
  const name = fresh('foreign');

  beforeAll(async () => {
    await producer.connect();
    await publish(name, {
      purpose: 'transactional',
      topic: 'order-updates',
      start: { on: `com.shop.${name}` },
      steps: [{ id: 'tell', send: [{ push: `${name}-push` }, { sms: `${name}-sms` }] }],
    });
  });
  afterAll(() => producer.disconnect());

  it('is understood in structured mode', async () => {
    const kim = await enter();
    await producer.send({
      topic: 'hermod.domain-events',
      messages: [
        {
          key: kim.id,
          value: JSON.stringify(eventFor(kim, `com.shop.${name}`)),
          headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
        },
      ],
    });
    await arrived(kim, 'push');
    await arrived(kim, 'sms');
    expect((await ended(kim)).outcome).toBe('sent');
  });

  it('is understood in binary mode, on the urgent lane, with its recipient as an extension', async () => {
    const kim = await enter();
    const { data, ...attributes } = eventFor(kim, `com.shop.${name}`);
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [`ce_${key}`, String(value)]),
    );
    await producer.send({
      topic: 'hermod.domain-events.urgent',
      messages: [
        {
          key: kim.id,
          value: JSON.stringify(data),
          headers: {
            ...headers,
            ce_subject: 'order/4711',
            ce_recipient: kim.id,
            'content-type': 'application/json',
          },
        },
      ],
    });
    await arrived(kim, 'sms');
    expect((await ended(kim)).outcome).toBe('sent');
  });
});
