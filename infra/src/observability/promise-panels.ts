import { number, type Panel } from './panel.ts';

/** The numbers that have to stay 0, or near it. */
export const PROMISES: readonly Panel[] = [
  number(
    'Calls after an opt-out',
    'short',
    1,
    'In 24 hours; must be 0.',
    'sum(increase(hermod_attempts_after_opt_out_total[24h]))',
  ),
  number(
    'Possible duplicates',
    'short',
    1,
    'Critical messages sent once more in 24 hours.',
    'sum(increase(hermod_possible_duplicates_total[24h]))',
  ),
  number('Unknown attempts', 'short', 100, 'Of the last day, not settled.', 'max(hermod_attempts_unknown)'),
  number(
    'Timers overdue',
    'short',
    100,
    'More than a second late.',
    'sum(max by (lane) (hermod_timers_overdue))',
  ),
  number(
    'Oldest in an outbox',
    's',
    15,
    'A fact that Kafka may not have.',
    'max(hermod_outbox_oldest_age_seconds)',
  ),
  number(
    'Furthest behind',
    's',
    60,
    'Of any service, Kafka topic and partition.',
    'max(hermod_kafka_behind_seconds)',
  ),
  number(
    'Claimed attempts',
    's',
    60,
    'Age of the oldest that has not ended.',
    'max(hermod_attempt_oldest_unfinished_seconds)',
  ),
  number(
    'Due in the queue',
    's',
    120,
    'How long the oldest message has been due.',
    'max(hermod_send_queue_oldest_due_seconds)',
  ),
  number('Stuck units', 's', 30, 'How long one has been tried in vain.', 'max(hermod_unit_stuck_seconds)'),
  number(
    'Dead letters',
    'short',
    1,
    'Of the last day, not replayed.',
    'sum(max by (service) (hermod_dead_letters_waiting))',
  ),
  number(
    'Reports unmatched',
    'short',
    20,
    'Whose message is not known, in 24 hours.',
    'sum(increase(hermod_receipts_unmatched_total[24h]))',
  ),
  number(
    'Leases lost',
    'short',
    1,
    'By instances of delivery, in 24 hours.',
    'sum(increase(hermod_lease_losses_total[24h]))',
  ),
];
