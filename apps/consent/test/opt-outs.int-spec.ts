import type { ConsentChanged, Lane } from '@hermod/contracts';
import { eventually, type RecordToProduce, type TappedRecord } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CopiesOfText, type Text, textFrom as copiesFrom } from './texts.ts';
import { openWorld, record, requestFor, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
});
afterAll(() => world.close());

const textFrom = (number: string, holders: readonly string[], text: Text, lane?: Lane): CopiesOfText =>
  copiesFrom(world, number, holders, text, lane);

async function consentOf(id: string): Promise<string> {
  const number = await world.person(id);
  await world.consent(id);
  return number;
}

const isState =
  (recipient: string, state: ConsentChanged['state']) =>
  ({ topic, value }: TappedRecord): boolean => {
    const fact = value as ConsentChanged;
    return topic.startsWith('hermod.consent-changed') && fact.recipient === recipient && fact.state === state;
  };

async function ruleFor(recipient: string, ...before: RecordToProduce[]): Promise<string> {
  const request = requestFor(recipient);
  await world.tell(...before, record('messageRequested', recipient, request));
  return (await world.decided(request.messageId)).why.rule;
}

function preview(recipient: string) {
  const question = { recipient, channel: 'sms', purpose: 'transactional', topic: 'order-updates' };
  return world.call('POST', '/v1/decisions/preview', question);
}

test.each(['plain', 'urgent'] as const)('a STOP on the %s lane stops texts of every kind', async (lane) => {
  const id = `stop-${lane}`;
  const number = await consentOf(id);
  const stop = textFrom(number, [id], { meaning: 'opt-out', words: ' Stop!\0 ' }, lane);
  await world.tell(...stop.forHolders);
  const told = await world.published.until(2, isState(id, 'suppressed'));
  expect(told.map(({ topic }) => topic).toSorted()).toEqual([
    'hermod.consent-changed',
    'hermod.consent-changed.urgent',
  ]);
  expect(told[0]?.value).toMatchObject({ scope: { channels: ['sms', 'mms', 'rcs'] } });
  for (const channel of ['sms', 'mms', 'rcs'] as const) {
    const request = requestFor(id, { channel, purpose: 'critical' });
    await world.tell(record('messageRequested', id, request));
    const decided = await world.decided(request.messageId);
    expect(decided).toMatchObject({ decision: 'refused', of: 'channel', why: { rule: 'suppressed' } });
  }
  const { body } = await world.call('GET', `/v1/recipients/${id}/consents`);
  expect((body['consents'] as object[])[0]).toMatchObject({
    state: 'withdrawn',
    method: 'sms',
    wording: ' Stop!\uFFFD ',
    suppression: true,
  });
});

test('a STOP that comes after the request takes nothing back, one that comes before refuses it', async () => {
  const number = await consentOf('order');
  expect(await ruleFor('order')).toBe('consent-given');
  const stop = textFrom(number, ['order'], { meaning: 'opt-out' });
  await world.tell(...stop.forHolders);
  await world.published.until(2, isState('order', 'suppressed'));
  expect(await ruleFor('order')).toBe('suppressed');
});

test('the copy for the number holds for everyone who has it now or later, and each holder is told', async () => {
  const number = await consentOf('shared-1');
  const body = { contactPoints: [{ channel: 'sms', address: number }] };
  await world.call('PUT', '/v1/recipients/shared-2', body);
  await world.consent('shared-2');
  await world.tell(textFrom(number, [], { meaning: 'opt-out' }).forNumber);
  await Promise.all(
    ['shared-1', 'shared-2'].map((id) => world.published.until(2, isState(id, 'suppressed'))),
  );
  await world.call('PUT', '/v1/recipients/shared-3', body);
  await world.consent('shared-3');
  expect(await ruleFor('shared-3')).toBe('suppressed');
});

test('START lifts an older STOP and nothing else: earlier consents hold again', async () => {
  const number = await consentOf('back');
  const at = (ms: number): Date => new Date(Date.now() - 60_000 + ms);
  const stop = textFrom(number, ['back'], { meaning: 'opt-out', at: at(0) });
  await world.tell(...stop.forHolders, stop.forNumber);
  await world.published.until(2, isState('back', 'suppressed'));
  const start = textFrom(number, ['back'], { meaning: 'opt-in', at: at(1), words: 'start' });
  await world.tell(...start.forHolders, start.forNumber);
  await world.published.until(2, isState('back', 'lifted'));
  expect(await ruleFor('back')).toBe('consent-given');
  expect(await ruleFor('nobody-said-yes')).toBe('unknown-recipient');
});

test('a START that is older than the STOP lifts nothing, in either order', async () => {
  const at = (ms: number): Date => new Date(Date.now() - 60_000 + ms);
  for (const order of ['older-first', 'older-last']) {
    const number = await consentOf(order);
    const texts = [
      textFrom(number, [order], { meaning: 'opt-in', at: at(0) }),
      textFrom(number, [order], { meaning: 'opt-out', at: at(1) }),
    ];
    for (const text of order === 'older-first' ? texts : texts.toReversed()) {
      await world.tell(...text.forHolders);
      await ruleFor(order);
    }
    await eventually(async () => expect((await preview(order)).body['rule']).toBe('suppressed'));
    // A START whose STOP isn't known may be told: whoever reads it goes by when it was said.
    const lifted = world.published.records.filter(isState(order, 'lifted'));
    const [stopped] = world.published.records.filter(isState(order, 'suppressed'));
    for (const { value } of lifted)
      expect(Date.parse((value as ConsentChanged).at)).toBeLessThan(
        Date.parse((stopped!.value as ConsentChanged).at),
      );
  }
});

test('a START that is replayed after a new STOP lifts nothing, even when it claims to be new', async () => {
  const number = await consentOf('replay');
  const ago = (ms: number): Date => new Date(Date.now() - ms);
  const tell = async (text: Text, state: ConsentChanged['state'], count: number): Promise<void> => {
    await world.tell(...textFrom(number, ['replay'], text).forHolders);
    await world.published.until(count, isState('replay', state));
  };
  await tell({ meaning: 'opt-out', at: ago(50_000) }, 'suppressed', 2);
  await tell({ meaning: 'opt-in', at: ago(40_000), messageId: 'SM-start' }, 'lifted', 2);
  await tell({ meaning: 'opt-out', at: ago(30_000) }, 'suppressed', 4);
  const replay = textFrom(number, ['replay'], { meaning: 'opt-in', messageId: 'SM-start' });
  expect(await ruleFor('replay', ...replay.forHolders)).toBe('suppressed');
  expect(await ruleFor('replay')).toBe('suppressed');
});

test('a STOP outlives the erasure of whoever said it', async () => {
  const number = await consentOf('gone');
  await world.tell(...textFrom(number, ['gone'], { meaning: 'opt-out' }).forHolders);
  await world.published.until(2, isState('gone', 'suppressed'));
  expect((await world.call('DELETE', '/v1/recipients/gone')).status).toBe(202);
  await world.call('PUT', '/v1/recipients/gone', { contactPoints: [{ channel: 'sms', address: number }] });
  await world.consent('gone');
  expect(await ruleFor('gone')).toBe('suppressed');
});

test('HELP, answers and bounces change nothing', async () => {
  const number = await consentOf('calm');
  const help = textFrom(number, ['calm'], { meaning: 'help', words: 'help' });
  const answer = textFrom(number, ['calm'], { meaning: 'answer', words: 'Which bus stop?' });
  expect(await ruleFor('calm', ...help.forHolders, ...answer.forHolders)).toBe('consent-given');
  expect(await ruleFor('calm')).toBe('consent-given');
});

test('a dead token gets nothing any more, until it is registered anew', async () => {
  const number = await world.person('dead');
  const address = `sim-${number.slice(1)}`;
  const report = record('inboundReceived', 'dead', {
    kind: 'dead-token',
    channel: 'push',
    address,
    addressHash: 'unused',
    recipient: 'dead',
    provider: 'fcm',
    at: new Date().toISOString(),
  });
  const push = async (): Promise<string> => {
    const request = requestFor('dead', { channel: 'push' });
    await world.tell(record('messageRequested', 'dead', request));
    return (await world.decided(request.messageId)).why.rule;
  };
  await world.tell(report);
  await eventually(async () => {
    const { body } = await world.call('GET', '/v1/recipients/dead');
    expect((body['contactPoints'] as object[])[0]).toMatchObject({ usable: false });
  });
  expect(await push()).toBe('contact-point-dead');
  const withToken = { contactPoints: [{ channel: 'push', provider: 'fcm', address }] };
  expect((await world.call('PUT', '/v1/recipients/dead', withToken)).body).toMatchObject({
    contactPoints: [{ usable: false }],
  });
  await world.call('PUT', '/v1/recipients/dead', {});
  await world.call('PUT', '/v1/recipients/dead', withToken);
  expect(await push()).toBe('push-token-registered');
});
