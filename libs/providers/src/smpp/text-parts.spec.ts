import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Written } from './read-delivery.ts';
import { TextParts } from './text-parts.ts';

const address = (digits: string) => ({ ton: 1, npi: 1, digits });
const part = (text: string, index: number, total = 2, reference = 1): Written => ({
  message: {
    source: address('46700000001'),
    destination: address('46700000000'),
    esmClass: 0x40,
    validityPeriod: '',
    registeredDelivery: 0,
    dataCoding: 0,
    octets: new Uint8Array(),
    tlvs: new Map(),
  },
  dataCoding: 0,
  octets: Buffer.from(text),
  place: { reference, total, index },
});

describe('parts of texts', () => {
  const taken: string[] = [];
  const take = vi.fn<(text: string) => Promise<void>>();
  beforeEach(() => {
    vi.useFakeTimers();
    take.mockImplementation(async (text) => void taken.push(text));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.resetAllMocks();
    taken.length = 0;
  });

  it('are joined in their order, and each is done when the whole is taken', async () => {
    const parts = new TextParts(take);
    await Promise.all([parts.add(part('c', 3, 3)), parts.add(part('a', 1, 3)), parts.add(part('b', 2, 3))]);
    expect(taken).toEqual(['abc']);
  });

  it('of other texts stay apart', async () => {
    const parts = new TextParts(take);
    const all = [parts.add(part('a', 1, 2, 1)), parts.add(part('x', 1, 2, 2)), parts.add(part('b', 2, 2, 1))];
    await Promise.all([all[0], all[2]]);
    expect(taken).toEqual(['ab']);
    parts.flush();
    await all[1];
    expect(taken).toEqual(['ab', 'x']);
  });

  it('that nothing joins in time are passed on alone, for an SMSC may wait for the first answer', async () => {
    const parts = new TextParts(take);
    const first = parts.add(part('a', 1));
    await vi.advanceTimersByTimeAsync(5_000);
    await first;
    expect(taken).toEqual(['a']);
  });

  it('that come twice count once, and both are answered', async () => {
    const parts = new TextParts(take);
    await Promise.all([parts.add(part('a', 1)), parts.add(part('a', 1)), parts.add(part('b', 2))]);
    expect(taken).toEqual(['ab']);
  });

  it('are all asked for again when the whole could not be taken', async () => {
    const parts = new TextParts(take);
    take.mockRejectedValue(new Error('no database'));
    const all = await Promise.allSettled([parts.add(part('a', 1)), parts.add(part('b', 2))]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('that are no text are taken as read', async () => {
    const parts = new TextParts(take);
    await parts.add({ ...part('x', 1), dataCoding: 0x04, place: undefined });
    expect(take).not.toHaveBeenCalled();
  });
});
