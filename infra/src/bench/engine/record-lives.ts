import {
  advance,
  type CompiledJourney,
  type Effect,
  newRun,
  nextDue,
  type Run,
  type Stimulus,
  type Surroundings,
} from '@hermod/journey';

/** Everything that is told to one run, from its start to its end. */
export interface Life {
  readonly first: Run;
  readonly surroundings: Surroundings;
  readonly told: readonly { readonly stimulus: Stimulus; readonly now: number }[];
}

const START_AT = Date.parse('2026-11-22T09:00:00Z');
const WHY = { rule: 'a provider said so', values: { provider: 'sim' } };
/** What a provider takes, in milliseconds. */
const CALL_MS = 50;

/**
 * Lets runs of a journey live, and notes what they were told: every message is accepted; of three in turn one is opened, one
 * delivered, and one never heard of again, so that its time runs out.
 */
export function recordLives(journey: CompiledJourney, count: number): Life[] {
  return Array.from({ length: count }, (_, n) => recordLife(journey, n));
}

function recordLife(journey: CompiledJourney, n: number): Life {
  const event = {
    id: `event-${n}`,
    source: '/shop',
    type: 'com.shop.order.shipped',
    data: { orderId: `A-${n}`, total: 129.9 },
  };
  const surroundings = { start: event, recipient: { firstName: 'Ada', tier: n % 2 === 0 ? 'gold' : 'blue' } };
  const first = newRun(journey, 1, event, `person-${n}`, START_AT);
  const told: { stimulus: Stimulus; now: number }[] = [];
  const coming: Stimulus[] = [{ kind: 'start' }];
  let run = first;
  let now = START_AT;
  let messages = n;
  while (run.status === 'running') {
    const next = coming.shift();
    now = next === undefined ? Math.max(now, nextDue(run)!) : now + CALL_MS;
    const stimulus = next ?? { kind: 'tick' as const };
    told.push({ stimulus, now });
    const advanced = advance(journey, run, surroundings, stimulus, now);
    run = advanced.run;
    for (const request of advanced.effects.filter(isRequest)) {
      coming.push(...answersTo(request, now + CALL_MS, messages % 3));
      messages += 1;
    }
  }
  return { first, surroundings, told };
}

type Request = Extract<Effect, { kind: 'request' }>;
const isRequest = (effect: Effect): effect is Request => effect.kind === 'request';

function answersTo({ messageId, request }: Request, acceptedAt: number, fate: number): Stimulus[] {
  const accepted: Stimulus = {
    kind: 'attempted',
    messageId,
    request,
    outcome: 'accepted',
    acceptedAt,
    answersWithdrawal: false,
    why: WHY,
  };
  if (fate === 2) return [accepted];
  return [accepted, { kind: 'receipt', messageId, receipt: fate === 0 ? 'opened' : 'delivered', why: WHY }];
}
