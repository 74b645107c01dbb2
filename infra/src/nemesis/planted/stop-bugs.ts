import type { PlantedBug } from './planted-bug.ts';

const RECORD_INBOUND = 'apps/receipts/dist/application/record-inbound.js';

/** Mistakes between a STOP and what it has to stop; the races look for them. */
export const STOP_BUGS: readonly PlantedBug[] = [
  {
    name: 'stop-for-one-holder',
    caughtBy: 'after-stop',
    says: 'Of those who hold a number only the first is told of its STOP, by receipts as by consent.',
    shows:
      'Consent refuses what is asked for later, so it takes a number that two people hold and a text that was permitted and ' +
      'waits in the queue of a campaign: a few in a thousand races, without any fault.',
    needs: [],
    services: ['receipts', 'consent'],
    patches: [
      {
        file: RECORD_INBOUND,
        find: 'copiesOf(fact, holders)',
        replace: 'copiesOf(fact, holders.slice(0, 1))',
      },
      {
        file: 'apps/consent/dist/application/texts/tell-other-holders.js',
        find: 'if (copies.length === 0)',
        replace: 'if (copies.length >= 0)',
      },
    ],
  },
  {
    name: 'stop-answered-early',
    caughtBy: 'after-stop',
    says: 'A STOP by text is answered when it comes in, and is on Kafka three seconds later.',
    shows:
      'Of the texts that are due in the third second after a STOP all go out: hundreds in a thousand races, without any fault.',
    needs: [],
    services: ['receipts'],
    patches: [
      {
        file: RECORD_INBOUND,
        find: 'const isNew = await this.#join({ text, row, traceparent: span.traceparent });',
        replace:
          'const isNew = true; setTimeout(() => this.#join({ text, row, traceparent: span.traceparent })' +
          '.catch(() => undefined), 3_000);',
      },
    ],
  },
  {
    name: 'stale-view',
    caughtBy: 'caught-up',
    says: 'Delivery takes whatever it has read for all there is.',
    shows:
      'While opt-outs can’t be written down, or nobody reads the partitions of a delivery that was killed, the texts of their ' +
      'recipients go out all the same: dozens for each such fault.',
    needs: [
      { kind: 'hold-opt-outs' },
      { kind: 'kill', target: 'delivery' },
      { kind: 'pause', target: 'delivery' },
    ],
    services: ['delivery'],
    patches: [
      {
        file: 'apps/delivery/dist/inbound/timers/sending-loop.js',
        find: 'handledUpTo: caughtUp.allHandledUpTo,',
        replace: 'handledUpTo: caughtUp.allHandledUpTo.map(() => Date.now() + 3_600_000),',
      },
      {
        file: 'apps/delivery/dist/application/opening/open-attempts.js',
        find: 'const seenUpTo = [...caughtUp.allHandledUpTo];',
        replace: 'const seenUpTo = caughtUp.allHandledUpTo.map(() => Date.now());',
      },
    ],
  },
];
