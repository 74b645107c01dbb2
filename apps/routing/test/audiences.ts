import { expect } from 'vitest';
import { eventually } from '@hermod/testing';
import { names } from './facts.ts';
import type { Answer, World } from './world.ts';

/** A launch as `GET /v1/launches/{id}` tells it. */
export interface LaunchTold {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly why?: string;
  readonly listed?: number;
  readonly seen: number;
  readonly chosen: number;
  readonly started: number;
  readonly skipped: number;
  readonly missing: number;
  readonly failed: number;
}

/** A journey whose runs end at once, for an audience. */
export function campaign(
  audience: object | undefined,
  more: { readonly on?: string; readonly once?: object; readonly steps?: readonly object[] } = {},
): { readonly journey: string } & Record<string, unknown> {
  const { steps = [{ id: 'over', end: 'over' }], ...start } = more;
  const about = audience === undefined ? start : { ...start, audience };
  return { journey: names().journey, purpose: 'marketing', topic: 'offers', start: about, steps };
}

/** Makes recipients known as their facts would: `count` of them, `<prefix>-000001` and so on, with `n` and what is given. */
export async function knownRecipients(
  world: World,
  prefix: string,
  count: number,
  attributes: object = {},
): Promise<void> {
  await world.query(
    `INSERT INTO recipient (recipient_id, revision, attributes)
     SELECT $1 || '-' || lpad(n::text, 6, '0'), 1, $3::jsonb || jsonb_build_object('n', n, 'of', $1::text)
     FROM generate_series(1, $2::int) AS n`,
    [prefix, count, JSON.stringify(attributes)],
  );
}

/** Asks for a launch by hand. */
export async function launch(world: World, journey: string, body: unknown = {}): Promise<LaunchTold> {
  return told(await world.call('POST', `/v1/journeys/${journey}/launches`, body), 202);
}

/** The launch in an answer. */
export function told(answer: Answer, status = 200): LaunchTold {
  if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body as unknown as LaunchTold;
}

export async function launchesOf(world: World, journey: string): Promise<LaunchTold[]> {
  const { body } = await world.call('GET', `/v1/journeys/${journey}/launches`);
  return body['launches'] as LaunchTold[];
}

export const look = async (world: World, id: string): Promise<LaunchTold> =>
  told(await world.call('GET', `/v1/launches/${id}`));

/** Waits until a launch has nothing left to do. */
export function done(world: World, id: string, timeoutMs = 20_000): Promise<LaunchTold> {
  return eventually(
    async () => {
      const launched = await look(world, id);
      expect(launched).toMatchObject({ state: 'done' });
      return launched;
    },
    { timeoutMs },
  );
}

/** Whose runs a journey has, by recipient, with how many each. */
export async function startedFor(world: World, journey: string): Promise<Map<string, number>> {
  const rows = await world.query<{ recipient: string; runs: number }>(
    'SELECT recipient_id AS recipient, count(*)::int AS runs FROM run WHERE journey = $1 GROUP BY 1 ORDER BY 1',
    [journey],
  );
  return new Map(rows.map(({ recipient, runs }) => [recipient, runs]));
}
