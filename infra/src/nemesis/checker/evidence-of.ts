import type { Evidence, RunMessageRow } from '../evidence.ts';
import type { JourneyTimes } from './journey-times.ts';
import { addMessage, addRun, at, loseSight, messageIn, report, tell, type World } from './world.ts';

export { addFact, at, attemptIn, callIn, callOf, messageIn, tell, type World } from './world.ts';

/** The durations that the small world's journeys keep. */
export const TIMES: JourneyTimes = {
  escalation: { tell: { withinMs: 4_000 } },
  reminder: { pause: { waitMs: 5_000 } },
  invitation: { tell: { withinMs: 4_000 } },
};

/**
 * A small world in which everything holds and every invariant is put to the test: Ada opens nothing and gets a text,
 * then says STOP, which delivery, whose instance was killed, reads late; Bo opens his push; a kill leaves Cy's text unknown; Di's reminder waits; Ed has refused offers;
 * Fi answers a question.
 * @param change what a spec does to it
 */
export function evidenceOf(change: (world: World) => void = () => undefined): Evidence {
  const world = emptyWorld();
  escalations(world);
  singles(world);
  questions(world);
  const poison = { topic: 'hermod.domain-events', partition: 0, offset: 7 };
  world.poison.push({ ...poison });
  world.dead.push({ ...poison, service: 'routing', buriedAt: at(1) });
  change(world);
  return world;
}

function emptyWorld(): World {
  const faults: World['faults'] = [{ kind: 'kill', target: 'delivery-1', from: at(10.1), until: at(13) }];
  return {
    nemesis: 'n1',
    partitions: 6,
    startedAt: at(0),
    lastFaultAt: at(13),
    quietAt: at(30),
    events: [],
    calls: [],
    faults,
    stops: [{ number: '+46700000001', recipient: 'ada', answeredAt: at(20) }],
    optOuts: [{ recipient: 'ada', lifts: false, notedAt: at(22.5) }],
    audited: 0,
    answers: [
      {
        run: 'run-fi',
        message: 'fi-rcs',
        reply: 'yes',
        way: 'chip',
        by: 'asked',
        givenAt: at(2.9),
        answeredAt: at(3),
      },
    ],
    signals: [{ message: 'bo-push', signal: 'opened', answeredAt: at(3) }],
    runs: new Map(),
    messages: new Map(),
    attempts: [],
    decisions: new Map(),
    receipts: [],
    facts: [],
    dead: [],
    poison: [],
    left: { queued: 0, timers: 0, outbox: 0, started: 0, unread: 0 },
  };
}

function escalations(world: World): void {
  addRun(world, 'ada', 'escalation', { endedAt: 6.6, outcome: 'told' });
  addMessage(world, 'ada', { name: 'push', rung: 0, channel: 'push', provider: 'fcm', startedAt: 0.5 });
  tell(world, 'ada', 5.1, 'unread', 'ada-push');
  addMessage(world, 'ada', { name: 'sms', rung: 1, channel: 'sms', provider: 'twilio', startedAt: 5.5 });
  report(world, 'ada', 'sms', 'delivered', 6.5);
  addRun(world, 'bo', 'escalation', { endedAt: 3.1, outcome: 'told' });
  addMessage(world, 'bo', { name: 'push', rung: 0, channel: 'push', provider: 'sim-key', startedAt: 0.5 });
  report(world, 'bo', 'push', 'delivered', 1);
  report(world, 'bo', 'push', 'opened', 2.9);
}

function questions(world: World): void {
  addRun(world, 'fi', 'invitation', { endedAt: 3.1, outcome: 'yes' });
  addMessage(world, 'fi', { name: 'rcs', rung: 0, channel: 'rcs', provider: 'rbm', startedAt: 0.5 });
  report(world, 'fi', 'rcs', 'delivered', 1);
  world.runs.get('run-fi')!.timeline.push({
    at: at(3.05),
    what: 'answered',
    message: 'fi-rcs',
    step: 'tell',
    reply: 'yes',
  });
  Object.assign(messageIn(world, 'fi-rcs'), { signal: 'replied', reply: 'yes' });
}

function singles(world: World): void {
  addRun(world, 'cy', 'notice', { endedAt: 16.5, outcome: 'told' });
  addMessage(world, 'cy', { name: 'sms', rung: 0, channel: 'sms', provider: 'twilio', startedAt: 10 });
  loseSight(world, 'cy-sms', 16);
  addRun(world, 'di', 'reminder', { endedAt: 7, outcome: 'told' });
  tell(world, 'di', 0.2, 'waiting', undefined, 'pause');
  tell(world, 'di', 5.3, 'timeout', undefined, 'pause');
  addMessage(world, 'di', { name: 'sms', rung: 1, channel: 'sms', provider: 'twilio', startedAt: 6 });
  addMessage(world, 'di', {
    name: 'push',
    rung: 0,
    channel: 'push',
    provider: 'sim-look-up',
    startedAt: 6.2,
  });
  addRun(world, 'ed', 'offer', { endedAt: 1, outcome: 'missed' });
  const refused: RunMessageRow = {
    id: 'ed-sms',
    step: 'tell',
    rung: 0,
    channel: 'sms',
    state: 'refused',
    signal: undefined,
    undelivered: false,
    withdrawn: false,
  };
  world.runs.get('run-ed')!.messages.push(refused);
  world.decisions.set('ed-sms', { message: 'ed-sms', decision: 'refused', rule: 'no consent' });
}
