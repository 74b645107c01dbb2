import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBreaches, OPERATIONS } from '@hermod/api';
import { escalation, names } from './facts.ts';
import { type Answer, openWorld, type World } from './world.ts';

let world: World;
let journey: string;
beforeAll(async () => {
  world = await openWorld();
  const { journey: id, on } = names();
  journey = id;
  await world.publish(escalation({ journey, on, within: 'PT5M' }));
  const draft = escalation({ journey, on, within: 'PT1M' });
  await world.call('PUT', `/v1/journeys/${journey}`, draft);
});
afterAll(() => world.close());

const explore = (query = '', id = journey): Promise<Answer> =>
  world.call('POST', `/v1/journeys/${id}/explore${query}`);

describe('an exploration over HTTP', () => {
  it('tells what can happen in the draft, as the table of operations says', async () => {
    const { status, body, text, headers } = await explore();
    expect(status).toBe(200);
    const contentType = headers.get('content-type') ?? '';
    expect(findBreaches(OPERATIONS.exploreJourney, { status, contentType, body: text })).toEqual([]);
    expect(body).toMatchObject({
      journey,
      version: null,
      complete: true,
      mostMessages: { messages: 2 },
      mostMessagesByChannel: { push: { messages: 1 }, sms: { messages: 1 } },
      deadSteps: [],
      worstPrice: null,
    });
  });

  it('or in a version', async () => {
    const [draft, version] = [await explore(), await explore('?version=1')];
    expect(version).toMatchObject({ status: 200, body: { version: 1, complete: true } });
    const msOf = ({ body }: Answer) => (body['longestToLastMessage'] as { ms: number }).ms;
    expect(msOf(version)).toBeGreaterThan(msOf(draft));
  });

  it.each([
    ['a journey that is not there', '', 'nowhere', 404],
    ['a version that is not there', '?version=9', undefined, 404],
    ['what is no version', '?version=first', undefined, 400],
  ])('%s is a problem', async (_, query, id, status) => {
    expect(await explore(query, id)).toMatchObject({ status, body: { fix: expect.any(String) } });
  });

  it('of many at once some are explored and the others told to come again', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => explore()));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 200 && status !== 429)).toEqual([]);
    expect(statuses).toContain(200);
    expect(await explore()).toMatchObject({ status: 200 });
  });
});
