import { partitionOf } from '@hermod/contracts';
import { eventually } from '@hermod/testing';
import { expect, it } from 'vitest';
import { decision, numberOf, permitted, someone } from './facts.ts';
import { accountsAt, openScriptedProvider } from './scripted-provider.ts';
import { openWorld } from './world.ts';

const BACKLOG = 2_000;

it('a one-time password is not held up by a campaign of 2,000 behind a slow provider', async () => {
  const provider = await openScriptedProvider();
  const world = await openWorld({
    providers: accountsAt(provider.url, { windowSize: 20, timeoutMs: 10_000 }),
  });
  provider.latencyMs = 500;
  const campaign = Array.from({ length: BACKLOG }, () => permitted(someone(), { purpose: 'marketing' }));
  await world.tell(...campaign.map(decision));
  const waiting = async (): Promise<number> =>
    Number((await world.query<{ n: string }>('SELECT count(*) AS n FROM send_queue WHERE NOT urgent'))[0]!.n);
  await eventually(async () => expect(await waiting()).toBeGreaterThan(BACKLOG / 2), { timeoutMs: 30_000 });
  // On every partition, so that none is held up by its own plain facts either.
  for (const partition of [0, 1, 2]) {
    let password = permitted(someone(), { purpose: 'critical' });
    while (partitionOf(password.recipient, 3) !== partition)
      password = permitted(someone(), { purpose: 'critical' });
    const askedAt = performance.now();
    await world.tell(decision(password));
    expect(await world.outcome(password.messageId)).toMatchObject({
      outcome: 'accepted',
      purpose: 'critical',
    });
    const [call] = provider.callsTo(numberOf(password.recipient));
    expect(call!.at - askedAt).toBeLessThan(2_000);
  }
  expect(await waiting()).toBeGreaterThan(BACKLOG / 2);
  await world.close();
  await provider.close();
});
