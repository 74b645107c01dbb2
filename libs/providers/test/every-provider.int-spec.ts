/** The contract of `Provider`, held by every one of them, whatever protocol it speaks. */
import type { HandOverResult } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import { COUNTERPARTS, type Counterpart, type Manner } from './counterparts.ts';

const DEADLINE_MS = 20_000;
const SHORT_DEADLINE_MS = 1_000;
const soon = (): AbortSignal => AbortSignal.timeout(DEADLINE_MS);

/** Hands over once, and sees that it was read once. */
async function once(
  { stand, handOver }: Counterpart,
  manner: Manner,
  signal = soon(),
): Promise<HandOverResult> {
  await using standing = await stand(manner);
  const result = await standing.provider.handOver(handOver, signal);
  expect(standing.arrived()).toBe(1);
  return result;
}

it('holds for every type of provider there is', () => {
  const names = COUNTERPARTS.map(({ name }) => name.split(' ')[0]);
  expect([...new Set(names)].toSorted()).toEqual(['fcm', 'rbm', 'sim', 'smpp', 'smtp', 'twilio']);
});

describe.each(COUNTERPARTS)('a hand-over to $name', (counterpart) => {
  it('is accepted under an id by which it can be found again', async () => {
    expect(await once(counterpart, 'accepts')).toMatchObject({
      outcome: 'accepted',
      providerMessageId: expect.stringMatching(/./),
    });
  });

  it('is refused for good, with a code and a reason that names nobody', async () => {
    const result = await once(counterpart, 'refuses');
    expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/./) });
    expect(JSON.stringify(result)).not.toContain('46700000001');
  });

  it('is unknown, and never sent again by itself, when the connection breaks once it was read', async () => {
    expect(await once(counterpart, 'breaks off')).toMatchObject({ outcome: 'unknown' });
  });

  it('is unknown when no answer comes before the deadline', async () => {
    const result = await once(counterpart, 'is silent', AbortSignal.timeout(SHORT_DEADLINE_MS));
    expect(result).toMatchObject({ outcome: 'unknown', code: 'PROVIDER_TIMEOUT' });
  });

  it('may be tried again when nobody is there', async () => {
    const provider = await counterpart.alone();
    expect(await provider.handOver(counterpart.handOver, soon())).toMatchObject({
      outcome: 'retry',
      code: 'PROVIDER_UNREACHABLE',
    });
    await provider.close();
  });

  it('reaches nobody when its deadline has passed, when it may not start, or when the provider is closed', async () => {
    await using standing = await counterpart.stand('accepts');
    const { provider } = standing;
    const { handOver } = counterpart;
    expect(await provider.handOver(handOver, AbortSignal.abort())).toMatchObject({ outcome: 'retry' });
    expect(await provider.handOver(handOver, soon(), () => false)).toMatchObject({ outcome: 'retry' });
    await standing.close();
    expect(await provider.handOver(handOver, soon())).toMatchObject({ outcome: 'retry' });
    expect(standing.arrived()).toBe(0);
  });
});
