import type { PlantedBug } from './planted-bug.ts';

/** Mistakes of single channels, and of what people answer on them. */
export const CHANNEL_BUGS: readonly PlantedBug[] = [
  {
    name: 'submit-lost-is-retried',
    caughtBy: 'at-most-once',
    says: 'A submit_sm whose connection ended before its answer counts as not sent.',
    shows:
      'When the SMSC loses its mind or the connection after it has taken a text, every text that was under way is sent again: a ' +
      'few for each such fault.',
    needs: [{ kind: 'provider', target: 'smpp', detail: 'errorAfterAccept or resetAfterAccept' }],
    services: ['delivery'],
    patches: [
      {
        file: 'libs/providers/dist/smpp/submit-parts.js',
        find: "return { outcome: 'unknown', code, reason: outcome.reason };",
        replace: "return { outcome: 'retry', code, reason: outcome.reason };",
      },
    ],
  },
  {
    name: 'late-answer-counts',
    caughtBy: 'answers',
    says: 'An answer counts although its run has gone on, as if it had come in time.',
    shows:
      'Half of those who answer by mail do so when the time of the last question is up: a few runs tell of an answer and end as ' +
      'silent, without any fault.',
    needs: [],
    services: ['routing'],
    patches: [
      {
        file: 'libs/journey/dist/engine/answered.js',
        find: 'if (!isAwaited(draft, message))',
        replace: 'if (!isAwaited(draft, message) && draft.run.position !== undefined)',
      },
    ],
  },
];
