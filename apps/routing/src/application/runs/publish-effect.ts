import {
  deriveId,
  type DomainEvent,
  encodeDomainEvent,
  FLOW,
  kafkaTopic,
  laneOf,
  type MessageRequested,
  partitionOf,
  type WireRecord,
} from '@hermod/contracts';
import type { CompiledJourney, Effect } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS } from '@hermod/telemetry';
import type { StoredRun } from '../../storage/journey-runs.ts';

const started = counterOf(METRICS.runsStarted);
const ended = counterOf(METRICS.runsEnded);

/** What a stimulus had for an effect. */
export interface Caused {
  readonly effect: Effect;
  /** The run as that stimulus left it; later ones of the same unit may have moved it on. */
  readonly after: StoredRun;
  readonly traceparent: string | undefined;
}

/** Publishes what an effect asks of the world; what is only told has its place in the run's story. */
export function publishEffect(
  unit: UnitOfWork,
  journey: CompiledJourney,
  { effect, after, traceparent }: Caused,
): void {
  const { run } = after;
  const { recipient, id: runId } = run;
  const lanes = [laneOf(run.purpose)];
  const at = unit.now.toISOString();
  if (effect.kind === 'request') {
    const id = deriveId('requested', effect.messageId, effect.request);
    unit.publish('messageRequested', toRequested(after, journey, effect), {
      id,
      recipient,
      traceparent,
      lanes,
    });
  } else if (effect.kind === 'withdraw') {
    const { messageId, reason } = effect;
    const id = deriveId('withdrawn', messageId);
    unit.publish(
      'messageWithdrawn',
      { messageId, runId, recipient, reason, at },
      { id, recipient, traceparent, lanes },
    );
  } else if (effect.kind === 'publish') {
    const partition = partitionOf(recipient, unit.partitions);
    unit.publishRaw({ ...toRecord(after, effect, at, traceparent), partition });
  } else if (effect.kind === 'progress') {
    if (effect.what !== 'moved') unit.afterCommit(() => (effect.what === 'started' ? started : ended).inc());
    const { kind: _kind, ...what } = effect;
    const visit = effect.step === undefined ? 0 : (run.visits[effect.step] ?? 0);
    const id = deriveId('progressed', runId, effect.what, effect.step ?? '', visit);
    const fact = { runId, journey: run.journey, version: run.version, recipient, ...what, at };
    unit.publish('journeyProgressed', fact, { id, recipient, traceparent, lanes: ['plain'] });
  }
}

/** A domain event as an upstream would publish it, so that whatever listens to those hears it. */
function toRecord(
  { run }: StoredRun,
  { id, type, data, hop }: Extract<Effect, { kind: 'publish' }>,
  time: string,
  traceparent: string | undefined,
): WireRecord {
  const { recipient, journey, purpose } = run;
  const lane = laneOf(purpose);
  const event: DomainEvent = {
    specversion: '1.0',
    id,
    source: `/hermod/journeys/${journey}`,
    type,
    time,
    recipient,
    data,
    hop,
    ...(lane === 'urgent' ? { priority: 'urgent' } : {}),
  };
  return {
    topic: kafkaTopic(FLOW.domainEvents, lane),
    key: recipient,
    ...encodeDomainEvent(event, traceparent),
  };
}

function toRequested(
  { run, event }: StoredRun,
  { document }: CompiledJourney,
  effect: Extract<Effect, { kind: 'request' }>,
): MessageRequested {
  return {
    messageId: effect.messageId,
    request: effect.request,
    recipient: run.recipient,
    intent: {
      ...effect.intent,
      runId: run.id,
      journey: run.journey,
      version: run.version,
      purpose: run.purpose,
      ...(document.topic === undefined ? {} : { topic: document.topic }),
      context: { event, vars: run.vars },
      expiresAt: new Date(run.expiresAt).toISOString(),
    },
  };
}
