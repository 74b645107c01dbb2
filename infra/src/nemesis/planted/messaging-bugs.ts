import type { PlantedBug } from './planted-bug.ts';

const SOURCE = 'libs/messaging/dist/kafka/kafka-source.js';
const RUNNER = 'libs/messaging/dist/unit/unit-runner.js';

/** Mistakes in the messaging core: offsets, inbox, outbox, locks, dead letters. */
export const MESSAGING_BUGS: readonly PlantedBug[] = [
  {
    name: 'offset-before-transaction',
    caughtBy: 'nothing-lost',
    says: 'Offsets are committed when records are taken, and their transaction comes a fifth of a second later.',
    shows:
      'Whatever a process had taken when it was killed is read by nobody again: about one record for each second of ' +
      'its traffic that was in hand, so some runs never start and others wait for ever.',
    needs: [
      { kind: 'kill', target: 'routing' },
      { kind: 'kill', target: 'consent' },
      { kind: 'kill', target: 'delivery' },
    ],
    services: ['routing', 'consent', 'delivery'],
    patches: [
      {
        file: SOURCE,
        find: 'this.#tickets.push({ payload, messages: payload.batch.messages, join: this.#joins, next: 0, settle });',
        replace:
          'this.#tickets.push({ payload, messages: payload.batch.messages, join: this.#joins, next: 0, settle }); ' +
          'this.#handled(payload.batch.topic, payload.batch.partition, BigInt(payload.batch.lastOffset())); ' +
          'void this.#commit();',
      },
      {
        file: SOURCE,
        find: 'const isHandled = await onBatch(',
        replace: 'await new Promise((resolve) => setTimeout(resolve, 200)); const isHandled = await onBatch(',
      },
    ],
  },
  {
    name: 'inbox-off',
    caughtBy: 'at-most-once',
    says: 'Delivery remembers no facts, and takes a permission that comes again for a new one.',
    shows:
      'Derived ids make most repeats harmless, so the inbox is missed where delivery trusts it: after each kill it ' +
      'reads the permissions of up to a second again, and texts go out twice (pushes too, where only a look-up helps).',
    needs: [
      { kind: 'kill', target: 'delivery' },
      { kind: 'kill', target: 'delivery' },
    ],
    services: ['delivery'],
    patches: [
      {
        file: 'libs/messaging/dist/unit/fact-runner.js',
        find: 'return unique.filter((fact) => (isEvent(fact) ? freshEvents : freshFacts).has(fact.inboxKey));',
        replace: 'return unique;',
      },
      {
        file: 'apps/delivery/dist/storage/messages.js',
        find: "WHERE kept.status = 'deferred' AND kept.request < excluded.request",
        replace: '',
      },
      { file: SOURCE, find: 'COMMIT_EVERY_MS = 500;', replace: 'COMMIT_EVERY_MS = 1000;' },
    ],
  },
  {
    name: 'outbox-before-commit',
    caughtBy: 'order',
    says: 'Facts are sent from inside the transaction, which commits half a second later.',
    shows:
      'A delivery killed in between has said `accepted` and forgets it; whoever finds the attempt says `unknown`, with ' +
      'the same revision. Half of the kills of delivery hit such a moment.',
    needs: [
      { kind: 'kill', target: 'delivery' },
      { kind: 'kill', target: 'delivery' },
    ],
    services: ['delivery'],
    patches: [
      {
        file: RUNNER,
        find: 'await outboxes[lane].write(sql, unit.records);',
        replace:
          'await outboxes[lane].write(sql, unit.records); if (row !== undefined) { ' +
          // What Kafka does not take stays in the outbox, as it does without the bug.
          'await outboxes[lane].send(row).catch(() => undefined); ' +
          'await new Promise((resolve) => setTimeout(resolve, 500)); }',
      },
      {
        file: RUNNER,
        find: 'return { unit, result, row };',
        replace: 'return { unit, result, row: undefined };',
      },
    ],
  },
  {
    name: 'outbox-never-swept',
    caughtBy: 'nothing-stuck',
    says: 'The sweeper sweeps nothing, and a writer tries its row only once more.',
    shows:
      'What is written while the broker is down, an open signal every second for one, stays in the outbox for ever.',
    needs: [{ kind: 'kill-broker' }],
    services: ['routing', 'consent', 'delivery', 'receipts'],
    patches: [
      {
        file: 'libs/messaging/dist/unit/outbox.js',
        find: 'if (rows.length === 0)',
        replace: 'if (rows.length >= 0)',
      },
      { file: 'libs/messaging/dist/kafka/kafka-sink.js', find: 'retries: 10 }', replace: 'retries: 1 }' },
    ],
  },
  {
    name: 'lock-left-out',
    caughtBy: 'no-invention',
    says: 'Facts let go of their recipients before they act on them, and take 0.3 s for it.',
    shows:
      'While a push is opened the timer of its rung asks for the text: the open, written last, leaves a run that never ' +
      'asked for it. Opens come near the end of their rung, so some meet its timer; no fault is needed.',
    needs: [],
    services: ['routing'],
    patches: [
      {
        file: RUNNER,
        find: '(sql) => lockRecipients(sql, recipients), work); await this.#sendOrLeave(lane, row);',
        replace:
          '() => inTransaction(this.#options.dataSource, (aside) => lockRecipients(aside, recipients)), ' +
          'async (unit) => { const result = await work(unit); ' +
          'await new Promise((resolve) => setTimeout(resolve, 300)); return result; }); ' +
          'await this.#sendOrLeave(lane, row);',
      },
    ],
  },
  {
    name: 'dead-letter-skipped',
    caughtBy: 'poison',
    says: 'A record that can’t be handled is passed over and put nowhere.',
    shows: 'No poison is among the dead letters.',
    needs: [{ kind: 'poison' }],
    services: ['routing', 'consent', 'delivery', 'receipts'],
    patches: [
      {
        file: 'libs/messaging/dist/unit/fact-runner.js',
        find: '() => this.#bury(record, error)',
        replace: '() => Promise.resolve()',
      },
    ],
  },
];
