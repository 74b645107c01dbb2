import type { PlantedBug } from './planted-bug.ts';

const MESSAGE_NEWS = 'libs/journey/dist/engine/message-news.js';

/** Mistakes in moving runs: timers, and the fold of receipts. */
export const RUN_BUGS: readonly PlantedBug[] = [
  {
    name: 'caught-up-ignored-by-timers',
    caughtBy: 'signal-prevents',
    says: 'Timers fire although facts that would have cancelled them are unread, and no attempt waits for them either.',
    shows:
      'While the partitions of a killed or paused routing wait for their next reader, the other instance fires their ' +
      'timers: texts follow pushes that were opened seconds before, about two for each such fault.',
    needs: [
      { kind: 'kill', target: 'routing' },
      { kind: 'kill', target: 'routing' },
      { kind: 'pause', target: 'routing', detail: 'longer than a session of the consumer group (6 s)' },
    ],
    services: ['routing', 'delivery'],
    patches: [
      // Without this the attempts of later rungs wait until routing has read the reactions (ADR 0015).
      {
        file: 'apps/delivery/dist/inbound/timers/sending-loop.js',
        find: 'reactionsUpTo: caughtUp.allUpstreamUpTo,',
        replace: 'reactionsUpTo: caughtUp.allUpstreamUpTo.map(() => Date.now() + 3_600_000),',
      },
      {
        file: 'apps/delivery/dist/application/opening/open-attempts.js',
        find: 'isLaterRung(message) ? [seenUpTo, reactionsUpTo] : [seenUpTo]',
        replace: '[seenUpTo]',
      },
      {
        file: 'apps/routing/dist/inbound/timers/run-timers.js',
        find: 'handledUpTo: caughtUp.allHandledUpTo,',
        replace: 'handledUpTo: caughtUp.allHandledUpTo.map(() => Date.now() + 3_600_000),',
      },
    ],
  },
  {
    name: 'timer-early',
    caughtBy: 'timers',
    says: 'Every timer is set two seconds too early.',
    shows: 'Waits and rungs end before their time; no fault is needed.',
    needs: [],
    services: ['routing'],
    patches: [
      { file: 'libs/journey/dist/engine/draft.js', find: '[name]: at }', replace: '[name]: at - 2_000 }' },
    ],
  },
  {
    name: 'receipt-overwrites-newer',
    caughtBy: 'receipts-fold',
    says: 'The signal that is read last counts, however weak it is.',
    shows:
      'A device’s `delivered` that the gateway or receipts could not take comes again after the push was opened: a few ' +
      'times for each fault that takes the door away for seconds.',
    needs: [
      { kind: 'kill', target: 'gateway' },
      { kind: 'pause', target: 'gateway' },
      { kind: 'kill-broker' },
      { kind: 'kill-database' },
    ],
    services: ['routing'],
    patches: [
      {
        file: MESSAGE_NEWS,
        find: 'SIGNALS.indexOf(signal) > SIGNALS.indexOf(than)',
        replace: 'signal !== than',
      },
    ],
  },
  {
    name: 'early-receipt-dropped',
    caughtBy: 'receipts-fold',
    says: 'A receipt that is read before the acceptance of its message is dropped.',
    shows:
      'Receipts and acceptances travel on two Kafka topics and meet by chance even without faults; early receipts and ' +
      'slow answers of a provider make it hundreds.',
    needs: [{ kind: 'provider', detail: 'earlyReceipt and latency' }],
    services: ['routing'],
    patches: [
      {
        file: MESSAGE_NEWS,
        find: "const late = draft.run.status === 'ended' || message.withdrawn === true;",
        replace:
          "if (message.state === 'requested') return; " +
          "const late = draft.run.status === 'ended' || message.withdrawn === true;",
      },
    ],
  },
];
