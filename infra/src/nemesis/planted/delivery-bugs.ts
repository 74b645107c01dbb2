import type { PlantedBug } from './planted-bug.ts';

const CLOSING = 'apps/delivery/dist/application/outcomes/closing-batches.js';
const OPENING = 'apps/delivery/dist/application/opening/opening-of.js';
const TWILIO_ERRORS = 'libs/providers/dist/twilio/twilio-errors.js';

/** Neither a withdrawal nor an opt-out keeps an attempt from being opened. */
const NO_LAST_LOOK = {
  file: OPENING,
  find: 'if (!look.open)',
  replace: "if (!look.open && look.outcome !== 'withdrawn')",
} as const;

/** Mistakes around the hand-over: rows, last look, leases, what is taken for unknown. */
export const DELIVERY_BUGS: readonly PlantedBug[] = [
  {
    name: 'call-before-attempt-row',
    caughtBy: 'no-invention',
    says: 'Attempts are called first and written 0.3 s after their calls have ended.',
    shows:
      'Every row of the plain lane is younger than its call, and a killed delivery leaves calls that have none; no ' +
      'fault is needed.',
    needs: [],
    services: ['delivery'],
    patches: [
      {
        file: 'apps/delivery/dist/application/opening/open-attempts.js',
        find: 'await startAttempts(',
        replace: 'void (',
      },
      {
        file: 'apps/delivery/dist/application/calls/hand-over.js',
        find: 'sole: isSole ? attempt : undefined };',
        replace: 'sole: isSole ? attempt : undefined, started: attempt };',
      },
      {
        file: CLOSING,
        find: 'this.#concludes.execute(calls, unit)',
        replace:
          "import('../storage/attempts.js')" +
          '.then(({ startAttempts }) => startAttempts(unit.sql, calls.map(({ started }) => started), unit.now))' +
          '.then(() => this.#concludes.execute(calls, unit))',
      },
      { file: CLOSING, find: '{ plain: 30,', replace: '{ plain: 300,' },
    ],
  },
  {
    name: 'last-look-left-out',
    caughtBy: 'after-stop',
    says: 'The last look finds nothing, and consent, which would stop most of it before, has forgotten suppressions.',
    shows:
      'Whoever says STOP gets every later text, because the last look stood alone between them; a tenth of the people ' +
      'say it, and no fault is needed. With a last look the forgetful consent alone does no harm.',
    needs: [],
    services: ['consent', 'delivery'],
    patches: [
      NO_LAST_LOOK,
      {
        file: 'libs/consent-policy/dist/gates/pass-suppression.js',
        find: 'if (suppression !== undefined)',
        replace: 'if (false)',
      },
    ],
  },
  {
    name: 'refusal-sent',
    caughtBy: 'consent',
    says: 'Consent publishes its refusals as permissions, and no last look is left to notice.',
    shows:
      'After a STOP consent refuses every text and they go out all the same: dozens in a run, without any fault.',
    needs: [],
    services: ['consent', 'delivery'],
    patches: [
      NO_LAST_LOOK,
      {
        file: 'apps/consent/dist/application/decisions/decide-messages.js',
        find: 'publish(data, recipient, decision, traceparent, unit);',
        replace:
          "publish(data, recipient, decision.decision !== 'refused' ? decision : { ...decision, decision: 'permitted', " +
          'until: undefined, contactPoints: facts.contactPoints.filter(({ channel }) => channel === data.intent.channel) }, ' +
          'traceparent, unit);',
      },
    ],
  },
  {
    name: 'lease-ignored',
    caughtBy: 'at-most-once',
    says: 'What an instance had started when it lost its lease counts as not sent; outcomes are written late.',
    shows:
      'With 1.5 s until an outcome is written each kill of delivery finds a few texts that were accepted, and they are ' +
      'sent again.',
    needs: [
      { kind: 'kill', target: 'delivery' },
      { kind: 'kill', target: 'delivery' },
    ],
    services: ['delivery'],
    patches: [
      {
        file: 'apps/delivery/dist/application/queue/recover-attempts.js',
        find: "state: 'unknown', calledAt: startedAt, reason",
        replace: "state: 'retry', calledAt: startedAt, reason",
      },
      { file: CLOSING, find: '{ plain: 30,', replace: '{ plain: 1500,' },
    ],
  },
  {
    name: 'unknown-is-retried',
    caughtBy: 'at-most-once',
    says: 'A time-out, a lost connection or a server error counts as not sent where there is no key.',
    shows: 'Half a second after each 500 or reset that hid an acceptance the text is sent once more.',
    needs: [{ kind: 'provider', target: 'twilio', detail: 'errorAfterAccept or resetAfterAccept' }],
    services: ['delivery'],
    patches: [
      {
        file: 'libs/providers/dist/twilio/twilio-provider.js',
        find: 'return resultOfSilence(outcome);',
        replace: "return { ...resultOfSilence(outcome), outcome: 'retry' };",
      },
      {
        file: TWILIO_ERRORS,
        find: '? resultOfStatus(answer, reason)',
        replace:
          "? answer.status >= 500 ? { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE', reason } : resultOfStatus(answer, reason)",
      },
    ],
  },
  {
    name: 'throttled-is-unknown',
    caughtBy: 'unknown-budget',
    says: 'A text that was turned away because of the rate counts as one that may have been sent.',
    shows: 'Each throttled text ends unknown, and nothing had happened to its call.',
    needs: [{ kind: 'provider', target: 'twilio', detail: 'throttle' }],
    services: ['delivery'],
    patches: [{ file: TWILIO_ERRORS, find: "outcome: 'retry'", replace: "outcome: 'unknown'" }],
  },
];
