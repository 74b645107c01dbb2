import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign, done, knownRecipients, launchesOf, startedFor } from './audiences.ts';
import { someone } from './facts.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

const MINUTE_MS = 60_000;
const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

describe('an audience with an instant', () => {
  it('is launched once when it has come, whatever the number of instances and of versions', async () => {
    const of = someone();
    await knownRecipients(world, of, 5);
    const at = new Date(Date.now() + 1_500).toISOString();
    const document = campaign({ where: `recipient.of == "${of}"`, at, pace: 1_000 });
    await world.publish(document);
    expect(await launchesOf(world, document.journey)).toEqual([]);
    const [launched] = await eventually(async () => {
      const launches = await launchesOf(world, document.journey);
      expect(launches).toHaveLength(1);
      return launches;
    });
    expect(await done(world, launched!.id)).toMatchObject({ kind: 'time', started: 5 });
    const changed = { ...document, topic: 'other' };
    await world.publish(changed);
    // Both instances have looked at the new version when a later journey of theirs was launched.
    await launchedLater();
    expect(await launchesOf(world, document.journey)).toHaveLength(1);
    expect([...(await startedFor(world, document.journey)).values()]).toEqual([1, 1, 1, 1, 1]);
  });

  it('that was missed by more than an hour is not made up for, and shows it', async () => {
    const missed = campaign({ at: ago(61) });
    const late = campaign({ at: ago(59), where: 'false' });
    await world.publish(missed);
    await world.publish(late);
    await eventually(async () => {
      expect(await launchesOf(world, missed.journey)).toMatchObject([
        { state: 'cancelled', why: expect.stringContaining('missed') as string, started: 0 },
      ]);
      expect(await launchesOf(world, late.journey)).toMatchObject([{ state: 'done' }]);
    });
  });

  /** Publishes something that is due, and waits until it was launched. */
  async function launchedLater(): Promise<void> {
    const later = campaign({ at: ago(1), where: 'false' });
    await world.publish(later);
    await eventually(async () => expect(await launchesOf(world, later.journey)).toHaveLength(1));
  }
});

describe('an audience with a pattern', () => {
  /** Published as if it had been then. */
  const publishedSince = async (pattern: string, minutesAgo: number): Promise<string> => {
    const document = campaign({ every: pattern, where: 'false' });
    await world.call('PUT', `/v1/journeys/${document.journey}`, document);
    await world.call('POST', `/v1/journeys/${document.journey}/pause`);
    await world.publish(document);
    await world.query('UPDATE journey_version SET published_at = $2 WHERE journey = $1', [
      document.journey,
      ago(minutesAgo),
    ]);
    await world.call('POST', `/v1/journeys/${document.journey}/resume`);
    return document.journey;
  };
  const eventTimes = async (journey: string): Promise<string[]> => {
    const rows = await world.query<{ time: string }>(
      `SELECT event->>'time' AS time FROM launch WHERE journey = $1`,
      [journey],
    );
    return rows.map(({ time }) => time);
  };

  it('makes up for the last occurrence that was missed, and for no earlier one', async () => {
    const journey = await publishedSince('*/10 * * * *', 300);
    const times = await eventually(async () => {
      const found = await eventTimes(journey);
      expect(found).not.toEqual([]);
      return found;
    });
    const last = Math.floor(Date.now() / (10 * MINUTE_MS)) * 10 * MINUTE_MS;
    // Between the two looks at the clock the next one may have come.
    expect([[new Date(last).toISOString()], [new Date(last - 10 * MINUTE_MS).toISOString()]]).toContainEqual(
      times,
    );
  });

  it('is not launched for occurrences before its publication', async () => {
    const hour = new Date(Date.now() - 30 * MINUTE_MS).getUTCHours();
    const minute = new Date(Date.now() - 30 * MINUTE_MS).getUTCMinutes();
    const early = await publishedSince(`${minute} ${hour} * * *`, 20);
    const due = await publishedSince(`${minute} ${hour} * * *`, 40);
    await eventually(async () => expect(await eventTimes(due)).toHaveLength(1));
    expect(await eventTimes(early)).toEqual([]);
  });
});
