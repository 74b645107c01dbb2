import type { MessageRequested } from '@hermod/contracts';
import { eventually, type PairScene, type RecordToProduce } from '@hermod/testing';
import { expect } from 'vitest';
import { attempted, decided, event, receipt, record, recipientChange } from './facts.ts';
import { consentGone, stopped } from './pair-facts.ts';
import type { PairRuns, Standing } from './pair-runs.ts';
import type { World } from './world.ts';

type Scene = PairScene<Standing>;
/** What a person's data looks like here. */
const SECRET = 'canary-of-a-person';

/** Consent has erased the recipient. */
const erased = ({ recipient }: Standing): RecordToProduce =>
  record(
    'recipientChanged',
    recipient,
    { recipient, attributes: {}, contactPoints: [], erased: true, at: new Date().toISOString() },
    { revision: 100 },
  );

/** An erasure and what was said before it, in either order: the runs are over, and nothing of the person is left. */
export function erasureScenes(world: World, runs: PairRuns): Readonly<Record<string, readonly Scene[]>> {
  const run = async (): Promise<Standing> => {
    const { starts, ...at } = runs.about('text');
    await world.tell(recipientChange(at.recipient, { name: SECRET }, 1), withSecret(starts));
    return runs.asked(at, 1);
  };
  const scene = (what: string, fact: (at: Standing) => RecordToProduce, begin = run): Scene => ({
    what,
    begin,
    facts: (at) => [fact(at), erased(at)],
    end: (at) => forgotten(world, runs, at),
  });
  // What is still on its way is taken back; what has ended may have been told of before.
  const takenBack = (of: Scene): Scene => ({
    ...of,
    then: (at) =>
      eventually(() =>
        expect(world.withdrawn(at.recipient).map(({ messageId }) => messageId)).toEqual(
          world.requested(at.recipient).map(({ messageId }) => messageId),
        ),
      ),
  });
  const text = ({ asked }: Standing): MessageRequested => asked.sms!;
  return {
    'domainEvents + recipientChanged': [
      takenBack(
        scene(
          'the start',
          (at) => withSecret((at as ReturnType<PairRuns['about']>).starts),
          () => Promise.resolve(runs.about('text')),
        ),
      ),
    ],
    'messageDecided + recipientChanged': [
      takenBack(
        scene('a deferral', (at) =>
          decided(text(at), { decision: 'deferred', until: new Date(Date.now() + 3_600_000).toISOString() }),
        ),
      ),
    ],
    'messageAttempted + recipientChanged': [
      scene('a failure', (at) => attempted(text(at), 'failed', { reason: `REFUSED: ${SECRET}` })),
    ],
    'receiptRecorded + recipientChanged': [
      scene('a report', (at) => receipt(text(at), 'undelivered', { reason: SECRET })),
    ],
    'inboundReceived + recipientChanged': [takenBack(scene('a STOP', stopped))],
    'consentChanged + recipientChanged': [takenBack(scene('a withdrawn consent', consentGone))],
  };
}

function withSecret(starts: RecordToProduce): RecordToProduce {
  return {
    ...starts,
    value: JSON.stringify({ ...(JSON.parse(String(starts.value)) as object), data: { name: SECRET } }),
  };
}

const KEPT = [
  'SELECT row_to_json(kept)::text AS kept FROM run AS kept WHERE recipient_id = $1',
  'SELECT row_to_json(kept)::text FROM run_entry AS kept WHERE run_id IN (SELECT id FROM run WHERE recipient_id = $1)',
  ...['recipient', 'recipient_activity', 'run_timer', 'parked_timer', 'once_value', 'launch_recipient'].map(
    (table) => `SELECT row_to_json(kept)::text FROM ${table} AS kept WHERE recipient_id = $1`,
  ),
].join(' UNION ALL ');

async function forgotten(world: World, runs: PairRuns, { recipient, run }: Standing): Promise<object> {
  const rows = await world.query<{ kept: string }>(KEPT, [recipient]);
  const kept = rows.map((row) => row.kept).join('\n');
  expect(kept).toContain(recipient);
  expect(kept).not.toContain(SECRET);
  const going = await world.query('SELECT 1 FROM run WHERE recipient_id = $1 AND NOT erased', [recipient]);
  const timers = await world.query('SELECT 1 FROM run_timer WHERE recipient_id = $1', [recipient]);
  await startsAnew(world, runs, recipient);
  expect({ run, going, timers }).toEqual({ run, going: [], timers: [] });
  return {};
}

/** Whoever is stored anew gets runs from then on. */
async function startsAnew(world: World, runs: PairRuns, recipient: string): Promise<void> {
  const before = world.requested(recipient).length;
  const { starts } = runs.about('text');
  const { type } = JSON.parse(String(starts.value)) as { type: string };
  await world.tell(recipientChange(recipient, {}, 200), event(type, recipient));
  await world.requests(recipient, before + 1);
}
