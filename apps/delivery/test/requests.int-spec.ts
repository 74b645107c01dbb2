import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decision, numberOf, permitted, someone } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

let provider: ScriptedProvider;
let world: World;
beforeAll(async () => {
  provider = await openScriptedProvider();
  world = await openWorld({ providers: accountsAt(provider.url) });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

const ended = { until: new Date(Date.now() - 1_000).toISOString() };

it('a permission that has ended gives the message back, and the next request is sent', async () => {
  const recipient = someone();
  const fact = permitted(recipient, { permission: ended });
  await world.tell(decision(fact));
  expect(await world.outcome(fact.messageId)).toMatchObject({
    outcome: 'deferred',
    request: 0,
    reason: expect.stringMatching(/^PERMISSION_ENDED/),
  });
  expect(provider.callsTo(numberOf(recipient))).toEqual([]);
  const again = permitted(recipient, { messageId: fact.messageId, runId: fact.runId, request: 1 });
  await world.tell(decision(again));
  const facts = await world.outcomes(fact.messageId, 2);
  expect(facts[1]).toMatchObject({ outcome: 'accepted', request: 1, attempts: 1 });
  expect(provider.callsTo(numberOf(recipient))).toHaveLength(1);
});

it.each(['at once', 'one after the other'])('of two requests the higher one counts, read %s', async (how) => {
  const recipient = someone();
  const fact = permitted(recipient, { permission: { text: 'old' } });
  const next = permitted(recipient, {
    messageId: fact.messageId,
    runId: fact.runId,
    request: 1,
    permission: { text: 'new' },
  });
  if (how === 'at once') await world.tell(decision(next), decision(fact));
  else for (const one of [next, fact]) await world.tell(decision(one));
  expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', request: 1 });
  const after = permitted(recipient);
  await world.tell(decision(after));
  await world.outcome(after.messageId);
  const texts = provider.callsTo(numberOf(recipient)).map(({ body }) => body['Body']);
  expect(texts).toEqual(['new', 'Hi Ada, order O-1']);
  expect(world.told(fact.messageId)).toHaveLength(1);
});

it('a request for what was sent already sends nothing', async () => {
  const recipient = someone();
  const fact = permitted(recipient);
  await world.tell(decision(fact));
  await world.outcome(fact.messageId);
  await world.tell(
    decision(permitted(recipient, { messageId: fact.messageId, runId: fact.runId, request: 1 })),
  );
  const after = permitted(recipient);
  await world.tell(decision(after));
  await world.outcome(after.messageId);
  expect(provider.callsTo(numberOf(recipient))).toHaveLength(2);
  expect(world.told(fact.messageId)).toHaveLength(1);
});

it('the next request goes on counting attempts, and an unknown end of it is the end', async () => {
  const recipient = someone();
  const until = new Date(Date.now() + 2_500).toISOString();
  const fact = permitted(recipient, { permission: { until } });
  provider.play(numberOf(recipient), ...Array.from({ length: 5 }, () => ({ status: 503 })));
  await world.tell(decision(fact));
  const deferred = await world.outcome(fact.messageId);
  expect(deferred.outcome).toBe('deferred');
  // As many as fitted in; it takes two to confuse the last with the first.
  expect(deferred.attempts).toBeGreaterThanOrEqual(2);
  provider.play(numberOf(recipient), 'reset');
  const request = { messageId: fact.messageId, runId: fact.runId, request: 1 };
  await world.tell(decision(permitted(recipient, request)));
  const facts = await world.outcomes(fact.messageId, 2);
  expect(facts[1]).toMatchObject({ outcome: 'unknown', request: 1, attempts: deferred.attempts + 1 });
  const { attempts } = await world.story(fact.messageId);
  expect(attempts.map(({ n }) => n)).toEqual(attempts.map((_, index) => index));
  expect(attempts.at(-1)!.state).toBe('unknown');
  expect(provider.callsTo(numberOf(recipient))).toHaveLength(deferred.attempts + 1);
});

it('a message that has ended is not sent from a row that it left in the queue', async () => {
  const recipient = someone();
  const fact = permitted(recipient);
  await world.tell(decision(fact));
  await world.outcome(fact.messageId);
  // As when an answer comes after another instance has taken it for lost, and its time runs out meanwhile.
  await world.query(
    `INSERT INTO send_queue (message_id, recipient_id, kafka_partition, urgent, provider, hand_over_by, due_at, tried, later_rung)
     VALUES ($1, $2, 0, false, 'twilio', now(), now(), true, false)`,
    [fact.messageId, recipient],
  );
  await world.query('UPDATE message SET hand_over_by = now() WHERE id = $1', [fact.messageId]);
  await eventually(async () =>
    expect(await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).toEqual([]),
  );
  const after = permitted(recipient);
  await world.tell(decision(after));
  await world.outcome(after.messageId);
  expect(world.told(fact.messageId).map(({ outcome }) => outcome)).toEqual(['accepted']);
  expect(provider.callsTo(numberOf(recipient))).toHaveLength(2);
});
