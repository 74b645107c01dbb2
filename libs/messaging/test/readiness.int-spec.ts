import { eventually, kafkaOf, produce } from '@hermod/testing';
import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import { afterAll, beforeAll, test } from 'vitest';
import { groupOf } from '../src/messaging.ts';
import { note, openRig, type Rig } from './rig.ts';
import { event } from './samples.ts';

/** A stage for each test, so that they can wait at the same time. */
let slow: Rig;
let strange: Rig;
beforeAll(async () => {
  slow = await openRig({ partitions: 1 });
  strange = await openRig({ partitions: 1 });
});
afterAll(async () => {
  await Promise.all([slow.close(), strange.close()]);
});

test.concurrent(
  'a unit that takes longer than a session may be silent keeps its place in the group',
  async ({ expect }) => {
    const instance = await slow.open({
      handler: async (facts, unit) => {
        await unit.sql.query('sample.dawdle', 'SELECT pg_sleep(7)', []);
        await note(facts, unit, 'slow');
      },
    });
    await produce(slow.stage, event('ada', 1));
    await slow.untilHandled(1);
    instance.messaging.checkReady();
    expect(instance.log.heard.filter(({ message }) => message.includes('re-joining'))).toEqual([]);
    await instance.close();
  },
);

/** Assigns nothing, under a name with which no other member agrees. */
const stranger: PartitionAssigner = () => ({
  name: 'stranger',
  version: 0,
  assign: () => Promise.resolve([]),
  protocol: ({ topics }) => ({
    name: 'stranger',
    metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
  }),
});

test.concurrent(
  'a process that can not become a member of its group is not ready, and is told to end',
  async ({ expect }) => {
    const groupId = strange.stage.prefix + groupOf('routing', 'plain');
    const other = kafkaOf(strange.stage).consumer({ groupId, partitionAssigners: [stranger] });
    await other.connect();
    await other.subscribe({ topics: [`${strange.stage.prefix}hermod.domain-events`] });
    let joined = false;
    other.on(other.events.GROUP_JOIN, () => (joined = true));
    await other.run({ eachMessage: () => Promise.resolve() });
    await eventually(() => expect(joined).toBe(true));
    const fatal: Error[] = [];
    const instance = await strange.open({ messaging: { onFatal: (error) => fatal.push(error) } });
    await eventually(() => expect(fatal).toHaveLength(1));
    expect(() => instance.messaging.checkReady()).toThrow('the plain lane has not joined its consumer group');
    await other.disconnect();
  },
);
