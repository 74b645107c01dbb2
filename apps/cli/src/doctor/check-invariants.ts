import { fine, finding, type Finding, unchecked } from './finding.ts';
import type { Sample } from './prometheus-text.ts';

/** Something that holds in a Hermod that is well, and the metric that shows it. */
interface Invariant {
  readonly metric: string;
  /** What holds, when it does. */
  readonly holds: string;
  /** The most that is tolerated, by lane where that makes a difference. */
  readonly atMost: (labels: Sample['labels']) => number;
  readonly broken: (value: number) => string;
  readonly fix: string;
}

const always = (limit: number) => (): number => limit;
const seconds = (value: number): string => `${Math.round(value)} s`;

/** As the alert rules in infra/observability see them, without their time. */
const INVARIANTS: readonly Invariant[] = [
  {
    metric: 'hermod_attempts_after_opt_out_total',
    holds: 'nothing was sent after an opt-out',
    atMost: always(0),
    broken: (value) => `${value} messages went out after an opt-out, since delivery started`,
    fix: 'stop delivery and find out why: this must never happen',
  },
  {
    metric: 'hermod_timer_oldest_overdue_seconds',
    holds: 'timers fire in time',
    atMost: always(30),
    broken: (value) => `a timer is overdue for ${seconds(value)}`,
    fix: 'see how far routing is behind: timers wait until what would cancel them was read',
  },
  {
    metric: 'hermod_outbox_oldest_age_seconds',
    holds: 'what was decided is on Kafka',
    atMost: always(15),
    broken: (value) => `a fact has waited ${seconds(value)} for Kafka`,
    fix: 'look whether the service reaches its broker',
  },
  {
    metric: 'hermod_unit_stuck_seconds',
    holds: 'no unit of work is stuck',
    atMost: always(30),
    broken: (value) => `a unit of work has been tried in vain for ${seconds(value)}`,
    fix: 'the log of the service says why',
  },
  {
    metric: 'hermod_send_queue_oldest_due_seconds',
    holds: 'permitted messages are handed over',
    atMost: ({ lane }) => (lane === 'urgent' ? 10 : 120),
    broken: (value) => `a permitted message has waited ${seconds(value)} to be handed over`,
    fix: 'look at the providers and their limits, and how far delivery is behind',
  },
  {
    metric: 'hermod_attempt_oldest_unfinished_seconds',
    holds: 'attempts end',
    atMost: always(60),
    broken: (value) => `an attempt was claimed ${seconds(value)} ago and has not ended`,
    fix: 'the log of delivery says why; another instance takes over what a dead one began',
  },
  {
    metric: 'hermod_attempts_unknown',
    holds: 'few outcomes are unknown',
    atMost: always(100),
    broken: (value) => `of ${value} attempts of the last day nobody knows whether they were sent`,
    fix: 'look whether the webhooks of the providers arrive',
  },
  {
    metric: 'hermod_ledger_days_overdue',
    holds: 'the days of the consent ledger are closed',
    // The one that is being closed.
    atMost: always(1),
    broken: (value) => `${value} days of the consent ledger are over and have no root`,
    fix: 'the log of consent says why; `hermod verify-ledger` tells whether roots were taken away',
  },
  {
    metric: 'hermod_dead_letters_waiting',
    holds: 'no dead letters wait',
    atMost: always(0),
    broken: (value) => `${value} dead letters wait for somebody`,
    fix: 'GET /v1/dead-letters, mend the cause, and replay them',
  },
];

/** Does what must always hold, by the metrics of all processes? */
export function checkInvariants(samples: readonly Sample[]): Finding[] {
  return INVARIANTS.flatMap((invariant) => {
    const shown = samples.filter(({ name }) => name === invariant.metric);
    if (shown.length === 0) return [unchecked(`nobody shows ${invariant.metric}: ${invariant.holds}?`)];
    const broken = shown.filter(({ labels, value }) => value > invariant.atMost(labels));
    if (broken.length === 0) return [fine(invariant.holds, { metric: invariant.metric })];
    return broken.map(({ labels, value }) =>
      finding(`${whose(labels)}: ${invariant.broken(value)}`, invariant.fix, {
        metric: invariant.metric,
        labels,
        value,
      }),
    );
  });
}

function whose({ service = 'a service', instance, lane }: Sample['labels']): string {
  const where = [instance, lane === undefined ? undefined : `${lane} lane`].filter(
    (part) => part !== undefined,
  );
  return where.length === 0 ? service : `${service} (${where.join(', ')})`;
}
