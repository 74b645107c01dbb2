import type { Alteration } from '../alter/alteration.ts';

const EVERYWHERE = ['routing', 'consent', 'delivery', 'receipts'] as const;

/** Nothing is remembered of what was handled. Repeats within one batch are still folded. */
const NO_INBOX: Alteration = {
  name: 'inbox',
  services: EVERYWHERE,
  patches: [
    {
      file: 'libs/messaging/dist/unit/fact-runner.js',
      find: 'const freshFacts = await takeIn(',
      replace: 'return unique; const freshFacts = await takeIn(',
    },
  ],
};

/** What a unit publishes goes to Kafka after its commit and is written nowhere before. */
const NO_OUTBOX: Alteration = {
  name: 'outbox',
  services: EVERYWHERE,
  patches: [
    {
      file: 'libs/messaging/dist/unit/outbox.js',
      find: 'const payload = await pack(records);',
      replace: 'return { id, records, deleted: [] }; const payload = await pack(records);',
    },
    {
      file: 'libs/messaging/dist/unit/outbox.js',
      find: 'this.#forget(deleted); this.#held.add(id);',
      replace: 'return this.#sink.publish(records); this.#held.add(id);',
    },
  ],
};

/** Revisions come from the process's clock instead of the recipients' rows, which nobody holds. */
const NO_LOCK: Alteration = {
  name: 'lock',
  services: EVERYWHERE,
  patches: [
    {
      file: 'libs/messaging/dist/unit/recipient-locks.js',
      find: "const rows = await sql.query( 'messaging.lock',",
      replace: "return unlocked(ids); const rows = await sql.query( 'messaging.lock',",
    },
    {
      file: 'libs/messaging/dist/unit/recipient-locks.js',
      find: "const rows = await sql.query( 'messaging.lock-free',",
      replace: "return unlocked(ids); const rows = await sql.query( 'messaging.lock-free',",
    },
    {
      file: 'libs/messaging/dist/unit/recipient-locks.js',
      find: 'function toLocked(rows) {',
      replace:
        'let latest = 0; function unlocked(ids) { latest = Math.max(latest + REVISIONS_PER_UNIT, Date.now() * 1_000); ' +
        'return { revisions: new Map(ids.map((id) => [id, latest])), now: new Date() }; } function toLocked(rows) {',
    },
  ],
};

/** Each safety of the messaging core alone, and all of them together: left out to see what it costs. */
export const SAFETIES: readonly Alteration[] = [
  NO_INBOX,
  NO_OUTBOX,
  NO_LOCK,
  {
    name: 'inbox, outbox and lock',
    services: EVERYWHERE,
    patches: [NO_INBOX, NO_OUTBOX, NO_LOCK].flatMap(({ patches }) => patches),
  },
];
