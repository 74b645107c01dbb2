/** What delivery relies on of SMPP, against an SMSC that misbehaves. */
import { createProviders, type HandOverResult, type Provider, ProviderConfig } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import { SMS } from './dialects.ts';
import { accept, openSmsc, say, type Smsc, textOfSubmit } from './smsc.ts';
import { deserted } from './stand-in.ts';

const DEADLINE_MS = 20_000;
const SHORT_DEADLINE_MS = 150;

function open(port: number, more: object = {}): Provider {
  const account = { id: 'smsc', type: 'smpp', port, systemId: 'hermod', password: 'secret' };
  const config = ProviderConfig.parse({ ...account, sender: '+46700000000', ...more });
  return createProviders([config])[0]!;
}
const handOver = (provider: Provider, text?: string, signal = AbortSignal.timeout(DEADLINE_MS)) =>
  provider.handOver(text === undefined ? SMS : { ...SMS, content: { channel: 'sms', text } }, signal);
async function once(smsc: Smsc, more: object = {}, text?: string): Promise<HandOverResult> {
  const provider = open(smsc.port, more);
  const result = await handOver(provider, text);
  await provider.close();
  return result;
}

describe('a hand-over by SMPP', () => {
  it('is accepted with the SMSC’s id and the number that answers come to', async () => {
    await using smsc = await openSmsc();
    smsc.onSubmit = (pdu, session) => accept(pdu, session, '3533B950');
    expect(await once(smsc, { receiptIds: 'hex-to-decimal' })).toEqual({
      outcome: 'accepted',
      providerMessageId: '892582224',
      sender: '+46700000000',
    });
    expect(smsc.submits[0]).toMatchObject({
      source_addr_ton: 1,
      source_addr: '46700000000',
      dest_addr_ton: 1,
      destination_addr: '46700000001',
      data_coding: 0,
      registered_delivery: 1,
    });
    expect(textOfSubmit(smsc.submits[0]!)).toBe('Hej Ada & co: order 7 är på väg');
  });

  it('names no number when the sender is a name, which takes no answers', async () => {
    await using smsc = await openSmsc();
    expect(await once(smsc, { sender: 'Hermod' })).not.toHaveProperty('sender');
    expect(smsc.submits[0]).toMatchObject({ source_addr_ton: 5, source_addr: 'Hermod' });
  });

  it.each([
    [0x0b, { outcome: 'refused', code: 'PROVIDER_REFUSED', reason: '0x0B RINVDSTADR' }],
    [0x45, { outcome: 'refused', code: 'PROVIDER_REFUSED', reason: '0x45 RSUBMITFAIL' }],
    [0x410, { outcome: 'refused', code: 'PROVIDER_REFUSED', reason: '0x410' }],
    [0x08, { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE', reason: '0x08 RSYSERR' }],
    [0x14, { outcome: 'retry', code: 'PROVIDER_THROTTLED', reason: '0x14 RMSGQFUL', retryAfterMs: 1000 }],
    [0x58, { outcome: 'retry', code: 'PROVIDER_THROTTLED', reason: '0x58 RTHROTTLED', retryAfterMs: 1000 }],
  ])('that is answered with status %s ends as such', async (status, result) => {
    await using smsc = await openSmsc();
    smsc.onSubmit = say(status);
    expect(await once(smsc)).toEqual(result);
  });

  it.each([0x0d, 0x0e, 0x0f])(
    'is refused for the credentials (bind %s), and asks again for none',
    async (status) => {
      await using smsc = await openSmsc();
      smsc.bindStatus = status;
      const provider = open(smsc.port);
      const wanted = { outcome: 'refused', code: 'PROVIDER_CREDENTIALS' };
      expect(await handOver(provider)).toMatchObject(wanted);
      expect(await handOver(provider)).toMatchObject(wanted);
      expect(smsc).toMatchObject({ binds: 1, submits: [] });
      await provider.close();
    },
  );

  it('may be tried again when the connection is refused, after the pause that the SMSC is left', async () => {
    const provider = open(Number(new URL(await deserted()).port));
    const result = await handOver(provider);
    expect(result).toMatchObject({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: 'ECONNREFUSED' });
    expect(result).toHaveProperty('retryAfterMs', expect.any(Number));
    await provider.close();
  });

  it('is unknown when the connection breaks after it was written; the next one binds again', async () => {
    await using smsc = await openSmsc();
    const provider = open(smsc.port);
    expect(await handOver(provider)).toMatchObject({ outcome: 'accepted' });
    smsc.onSubmit = (_, session) => void session.socket.destroy();
    expect(await handOver(provider)).toMatchObject({ outcome: 'unknown', code: 'PROVIDER_CONNECTION_LOST' });
    smsc.onSubmit = (pdu, session) => accept(pdu, session);
    expect(await handOver(provider)).toMatchObject({ outcome: 'accepted' });
    expect(smsc).toMatchObject({ binds: 2, submits: { length: 3 } });
    await provider.close();
  });

  it('is unknown when no answer comes before the deadline', async () => {
    await using smsc = await openSmsc();
    smsc.onSubmit = () => undefined;
    const provider = open(smsc.port);
    expect(await handOver(provider, undefined, AbortSignal.timeout(SHORT_DEADLINE_MS))).toMatchObject({
      outcome: 'unknown',
      code: 'PROVIDER_TIMEOUT',
    });
    await provider.close();
  });

  it('is unknown when the other side speaks something else', async () => {
    await using smsc = await openSmsc();
    smsc.onSubmit = (_, session) => void session.socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await once(smsc)).toMatchObject({ outcome: 'unknown', reason: 'a PDU of impossible length' });
  });

  it('is not written when the deadline has passed, when it may not start, or when no place was free', async () => {
    await using smsc = await openSmsc();
    const provider = open(smsc.port, { windowSize: 1 });
    const wanted = { outcome: 'retry', code: 'PROVIDER_UNREACHABLE' };
    expect(await handOver(provider, undefined, AbortSignal.abort())).toMatchObject(wanted);
    const late = await provider.handOver(SMS, AbortSignal.timeout(DEADLINE_MS), () => false);
    expect(late).toEqual({ ...wanted, reason: 'a connection was free too late' });
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    smsc.onSubmit = () => arrive();
    const holding = new AbortController();
    const first = handOver(provider, undefined, holding.signal);
    await arrived;
    const second = await handOver(provider, undefined, AbortSignal.timeout(SHORT_DEADLINE_MS));
    expect(second).toEqual({ ...wanted, reason: 'no connection before the deadline' });
    holding.abort();
    expect(await first).toMatchObject({ outcome: 'unknown' });
    expect(smsc.submits).toHaveLength(1);
    await provider.close();
  });

  it('gets its own answer, in whatever order answers come, and never more than the window is open', async () => {
    await using smsc = await openSmsc();
    const held: (() => void)[] = [];
    let most = 0;
    smsc.onSubmit = (pdu, session) => {
      held.push(() => accept(pdu, session, textOfSubmit(pdu)));
      most = Math.max(most, held.length);
      if (held.length === 10) for (const answer of held.splice(0).toReversed()) answer();
    };
    const provider = open(smsc.port, { receiptIds: 'exact' });
    const texts = Array.from({ length: 100 }, (_, index) => `text ${index}`);
    const results = await Promise.all(texts.map((text) => handOver(provider, text)));
    expect(results).toMatchObject(texts.map((text) => ({ outcome: 'accepted', providerMessageId: text })));
    expect(most).toBe(10);
    await provider.close();
  });
});

describe('a long message by SMPP', () => {
  const LONG = 'ж😀'.repeat(60);

  it.each([
    ['udh', 3],
    ['sar', 3],
    ['payload', 1],
  ])('travels by %s in %s PDUs', async (longMessages, count) => {
    await using smsc = await openSmsc();
    expect(await once(smsc, { longMessages }, LONG)).toMatchObject({ providerMessageId: `id-${count + 1}` });
    expect(smsc.submits).toHaveLength(count);
    expect(smsc.submits.map(textOfSubmit).join('')).toBe(LONG);
  });

  it('is sent to its end when a later part is throttled', async () => {
    await using smsc = await openSmsc();
    smsc.onSubmit = (pdu, session) =>
      smsc.submits.length === 2 ? say(0x58)(pdu, session) : accept(pdu, session);
    expect(await once(smsc, {}, LONG)).toMatchObject({ outcome: 'accepted' });
    expect(smsc.submits).toHaveLength(4);
  });

  it('is unknown when a later part is not taken, and refused when the first one isn’t', async () => {
    await using smsc = await openSmsc();
    smsc.onSubmit = (pdu, session) =>
      smsc.submits.length === 2 ? say(0x45)(pdu, session) : accept(pdu, session);
    expect(await once(smsc, {}, LONG)).toMatchObject({
      outcome: 'unknown',
      reason: 'part 2 of 3 was not taken: 0x45 RSUBMITFAIL',
    });
    smsc.onSubmit = say(0x45);
    expect(await once(smsc, {}, LONG)).toMatchObject({ outcome: 'refused' });
  });
});

describe('many messages through trouble', () => {
  it('are all accepted or unknown, and none of them twice', async () => {
    await using smsc = await openSmsc();
    const taken = new Map<string, number>();
    const held: (() => void)[] = [];
    let count = 0;
    smsc.onSubmit = (pdu, session) => {
      count += 1;
      if (count % 5 === 0) return say(0x58)(pdu, session);
      if (count % 31 === 0) return void session.socket.destroy();
      const text = textOfSubmit(pdu);
      taken.set(text, (taken.get(text) ?? 0) + 1);
      if (count % 41 === 0) return void session.socket.destroy();
      held.push(() => accept(pdu, session, text));
      // In threes and backwards; what is left over waits for the next turn of the loop.
      const answer = (): void =>
        held
          .splice(0)
          .toReversed()
          .forEach((one) => one());
      if (held.length === 3) answer();
      else setImmediate(answer);
    };
    const provider = open(smsc.port, { receiptIds: 'exact' });
    const until = async (text: string): Promise<HandOverResult> => {
      for (;;) {
        const result = await handOver(provider, text);
        if (result.outcome !== 'retry') return result;
      }
    };
    const texts = Array.from({ length: 600 }, (_, index) => `m${index}`);
    const results = await Promise.all(texts.map(until));
    await provider.close();
    for (const [index, text] of texts.entries()) {
      const { outcome } = results[index]!;
      if (outcome === 'accepted') expect(taken.get(text)).toBe(1);
      else expect([outcome, taken.get(text) ?? 0]).toEqual(['unknown', expect.toBeOneOf([0, 1])]);
    }
    expect(smsc.binds).toBeGreaterThan(10);
  });
});
