import { describe, expect, it } from 'vitest';
import { addFact, at, evidenceOf } from './evidence-of.ts';
import { storyOf } from './story.ts';

const evidence = evidenceOf((world) => {
  addFact(world, 'hermod.consent-changed', 'ada', 20.1, { state: 'suppressed' });
  addFact(world, 'hermod.domain-events', 'ada', 0.05, { id: 'event-ada' });
  addFact(world, 'hermod.message-attempted', 'ada', 5.95, { messageId: 'ada-sms', outcome: 'accepted' });
  addFact(world, 'hermod.journey-progressed', 'ada', 6.6, { runId: 'run-ada', what: 'ended' });
  world.faults.push({
    kind: 'poison',
    target: 'hermod.domain-events',
    from: at(2),
    until: at(2),
    detail: 'no JSON',
  });
  world.faults.push({ kind: 'kill', target: 'routing-2', from: at(300), until: at(303) });
});

describe('the story of a breach', () => {
  const story = storyOf(evidence, { message: 'ada-sms' });

  it('tells of event, run, facts, attempts, calls, receipts, STOP and faults by time', () => {
    expect(story[0]).toBe('09:00:00.000  event event-ada accepted (escalation)');
    expect(story).toEqual(story.toSorted());
    const told = story.map((line) => line.slice(14)).join('\n');
    for (const part of [
      'run: unread at tell, message ada-push',
      'Kafka hermod.domain-events[0]@0: ',
      'Kafka hermod.message-decided[0]@1: message ada-sms, request 0, decision permitted, rule consent given, revision 4000',
      'Kafka hermod.message-attempted[0]@0: message ada-sms, outcome accepted, revision',
      'Kafka hermod.journey-progressed[0]@0: what ended, revision',
      'Kafka hermod.consent-changed[0]@0: state suppressed, revision',
      'attempt ada-sms-1 (twilio, 1.) of message ada-sms written',
      'attempt ada-sms-1 (twilio, 1.) of message ada-sms called',
      'attempt ada-sms-1 (twilio, 1.) of message ada-sms closed: accepted',
      'twilio: call about message ada-sms comes in (accepted)',
      'receipt delivered of 09:00:06.500 recorded, message ada-sms',
      'STOP answered',
      '!! kill delivery-1 begins',
      '!! kill delivery-1 is over',
      '!! poison hermod.domain-events (no JSON)',
    ])
      expect(told).toContain(part);
  });

  it('is nobody else’s, and leaves addresses and faults of other times out', () => {
    const told = story.join('\n');
    for (const part of ['bo-push', 'run-bo', '+467', '-address', 'routing-2'])
      expect(told).not.toContain(part);
  });

  it('is the same by the run', () => {
    expect(storyOf(evidence, { run: 'run-ada' })).toEqual(story);
  });

  it('tells what there is of a message that no run knows', () => {
    const stray = evidenceOf((world) => {
      world.messages.delete('bo-push');
      world.runs.delete('run-bo');
    });
    const told = storyOf(stray, { message: 'bo-push' }).join('\n');
    expect(told).toContain('sim-key: call about message bo-push comes in');
    expect(told).not.toContain('run:');
  });

  it('is empty when it is about nothing', () => {
    expect(storyOf(evidence, {})).toEqual([]);
  });
});
