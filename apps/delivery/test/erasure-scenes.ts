import { expect } from 'vitest';
import { consentChange, decision, numberOf, permitted, record, smsPoint } from './facts.ts';
import {
  accepted,
  decided,
  endOf,
  type Fact,
  full,
  mustBe,
  type On,
  pair,
  type Scene,
  type Sent,
  settled,
  standingOf,
  stopped,
  suppressed,
  unknown,
  untouched,
  waiting,
  withdrawn,
} from './pair-scenes.ts';

/** Consent has erased the recipient. */
const erased: Fact = ({ fact: { recipient } }) =>
  record('recipientChanged', recipient, {
    recipient,
    attributes: {},
    contactPoints: [],
    erased: true,
    at: new Date().toISOString(),
  });

/** What delivery keeps of the recipient, word for word. */
async function keptOf({ world }: On, { fact: { recipient } }: Sent): Promise<string> {
  const rows = await world.query(
    `SELECT row_to_json(kept)::text AS kept FROM message AS kept WHERE recipient_id = $1
     UNION ALL SELECT row_to_json(kept)::text FROM attempt AS kept WHERE recipient_id = $1
     UNION ALL SELECT row_to_json(kept)::text FROM opt_out AS kept WHERE recipient_id = $1
     UNION ALL SELECT row_to_json(kept)::text FROM send_queue AS kept WHERE recipient_id = $1`,
    [recipient],
  );
  return JSON.stringify(rows);
}

/** The end without a trace of who it was. */
async function forgotten(on: On, at: Sent, end: Promise<object>, wanted: object): Promise<object> {
  const found = await mustBe(end, wanted);
  const { recipient } = at.fact;
  const kept = await keptOf(on, at);
  expect(kept).toContain(recipient);
  for (const trace of [numberOf(recipient), smsPoint(recipient).id, 'Ada', 'O-1'])
    expect(kept).not.toContain(trace);
  const optOuts = await on.world.query('SELECT lifts FROM opt_out WHERE recipient_id = $1 ORDER BY lifts', [
    recipient,
  ]);
  return { ...found, optOuts };
}

/** Whoever is stored anew gets what is permitted from then on. */
async function getsTheNext({ world }: On, { fact: { recipient } }: Sent): Promise<void> {
  const next = permitted(recipient);
  await world.tell(decision(next));
  expect((await world.outcome(next.messageId)).outcome).toBe('accepted');
}

/** An erasure and what was said before it, in either order. */
export function withAnErasure(on: On): Record<string, Scene[]> {
  return {
    'messageDecided + recipientChanged': [
      {
        what: 'what was permitted before is never sent, and what is permitted behind it is',
        begin: () => full(on),
        facts: pair(decided, erased),
        end: async (at) => {
          const told = [{ outcome: 'withdrawn', answersWithdrawal: false }];
          const end = await forgotten(on, at, endOf(on, at), { ...untouched, told });
          await getsTheNext(on, at);
          return end;
        },
      },
    ],
    'messageWithdrawn + recipientChanged': [
      {
        what: 'a text that waits is withdrawn as well; the answer comes once or twice, and says the same',
        begin: () => waiting(on),
        facts: pair(withdrawn, erased),
        end: (at) => forgotten(on, at, standingOf(on, at), untouched),
      },
    ],
    'receiptRecorded + recipientChanged': [
      {
        what: 'an unknown outcome is settled still',
        begin: () => unknown(on),
        facts: pair(settled, erased),
        end: (at) => forgotten(on, at, standingOf(on, at), accepted),
      },
    ],
    'inboundReceived + recipientChanged': [
      {
        what: 'a STOP outlives the erasure, for consent may not have read it',
        begin: () => waiting(on),
        facts: pair(stopped, erased),
        end: (at) =>
          mustBe(forgotten(on, at, standingOf(on, at), untouched), { optOuts: [{ lifts: false }] }),
      },
    ],
    'consentChanged + recipientChanged': [
      {
        what: 'what consent knows itself is forgotten',
        begin: () => waiting(on),
        facts: pair(suppressed, erased),
        end: (at) => mustBe(forgotten(on, at, standingOf(on, at), untouched), { optOuts: [] }),
      },
      lifted(on),
    ],
  };
}

function lifted(on: On): Scene {
  const scope = (recipient: string) => ({
    channels: ['sms' as const],
    contactPoint: smsPoint(recipient).id,
  });
  return {
    what: 'a STOP that was lifted stays lifted for whoever is stored anew',
    begin: async () => {
      const at = await waiting(on);
      await on.world.tell(stopped(at));
      return at;
    },
    facts: (at) => {
      const { recipient } = at.fact;
      return [consentChange(recipient, 'lifted', scope(recipient)), erased(at)];
    },
    end: async (at) => {
      const end = await forgotten(on, at, standingOf(on, at), untouched);
      await getsTheNext(on, at);
      return end;
    },
  };
}
