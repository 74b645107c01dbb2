import { describe, expect, it } from 'vitest';
import { advance } from '../engine/advance.ts';
import type { Run } from '../engine/run.ts';
import { newRun } from '../engine/start-run.ts';
import type { Stimulus } from '../engine/stimulus.ts';
import { compileJourney } from '../language/compile-journey.ts';
import { type AnswerableRun, type InboundToMatch, matchAnswer } from './match-answer.ts';
import { readReply } from './read-reply.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const START = { id: 'e', source: '/s', type: 'go' };
const WHY = { rule: 'test', values: {} };
const REPLIES = [
  { id: 'yes', text: 'I am coming', words: ['sure'], calendar: 'accepted' },
  { id: 'no', text: 'Not this time', calendar: 'declined' },
];

const journey = (name: string, channel: string, replies: object[] = REPLIES) =>
  compileJourney({
    journey: name,
    purpose: 'transactional',
    start: { on: 'go' },
    steps: [
      { id: 'invite', ask: [{ [channel]: 'invite', within: 'PT1H' }], replies },
      { id: 'over', end: 'over' },
    ],
  });

/** A run whose question was sent from a number so many seconds after nine. */
function asked(
  name: string,
  { channel = 'sms', sender = '+15005550006', after = 0, replies = REPLIES } = {},
) {
  const compiled = journey(name, channel, replies);
  let run: Run = newRun(compiled, 1, START, 'ada', NOW);
  const tell = (stimulus: Stimulus): void => {
    run = advance(compiled, run, { start: START, recipient: {} }, stimulus, NOW + after * 1_000).run;
  };
  tell({ kind: 'start' });
  const [messageId] = Object.keys(run.messages);
  const attempt = { kind: 'attempted', messageId: messageId!, request: 0, answersWithdrawal: false } as const;
  tell({ ...attempt, outcome: 'accepted', acceptedAt: NOW + after * 1_000, sender, why: WHY });
  return { run, journey: compiled, messageId: messageId! };
}

const written = (text: string, more: Partial<InboundToMatch> = {}): InboundToMatch => ({
  channel: 'sms',
  to: '+15005550006',
  text,
  meaning: 'answer',
  ...more,
});
const told = (runs: AnswerableRun[], inbound: InboundToMatch): string | undefined => {
  const matched = matchAnswer(runs, inbound);
  const run = runs.find(({ run: { id } }) => id === matched?.runId)?.run;
  return matched === undefined ? undefined : `${run!.journey} ${matched.reply ?? 'other'}`;
};

describe('a reply', () => {
  it.each([
    ['yes', 'yes'],
    ['YES!', 'yes'],
    ['Yes, please 🙏', 'yes'],
    ['1', 'yes'],
    ['1.', 'yes'],
    ['“sure”', 'yes'],
    ['I am coming', 'yes'],
    ['2', 'no'],
    ['No thanks', 'no'],
    ['not this time', 'no'],
    ['No idea yet', undefined],
    ['3', undefined],
    ['12', undefined],
    ['Which bus stop?', undefined],
    ['🙏', undefined],
    ['', undefined],
  ])('%j is %s', (text, id) => {
    expect(readReply(REPLIES as never, text)).toBe(id);
  });
});

describe('a text', () => {
  it('answers the open question in its thread, from the number that it was sent to', () => {
    const dinner = asked('dinner');
    expect(told([dinner], written('yes'))).toBe('dinner yes');
    expect(told([dinner], written('yes', { to: '15005550006' }))).toBe('dinner yes');
    expect(told([dinner], written('yes', { to: '+15005550007' }))).toBeUndefined();
    expect(told([dinner], written('yes', { channel: 'email', to: 'shop@example.org' }))).toBeUndefined();
  });

  it('answers the newest question that has it among its replies, else the newest', () => {
    const visit = asked('visit', { after: 60, replies: [{ id: 'late', text: 'Later' }] as never });
    const dinner = asked('dinner');
    expect(told([dinner, visit], written('no'))).toBe('dinner no');
    expect(told([dinner, visit], written('later'))).toBe('visit late');
    expect(told([dinner, visit], written('1'))).toBe('visit late');
    expect(told([dinner, visit], written('Which bus stop?'))).toBe('visit other');
  });

  it('is no answer where it is a command, unless that is one of the replies', () => {
    const dinner = asked('dinner', { replies: [...REPLIES, { id: 'cancel', text: 'Cancel' }] as never });
    expect(told([dinner], written('STOP', { meaning: 'opt-out' }))).toBeUndefined();
    expect(told([dinner], written('HELP', { meaning: 'help' }))).toBeUndefined();
    expect(told([dinner], written('CANCEL', { meaning: 'opt-out' }))).toBe('dinner cancel');
  });

  it('answers nothing once the step is left', () => {
    const { run, journey: compiled, messageId } = asked('dinner');
    const answer = { kind: 'answer', messageId, reply: 'yes', at: NOW, why: WHY } as const;
    const after = advance(compiled, run, { start: START, recipient: {} }, answer, NOW).run;
    expect(told([{ run: after, journey: compiled }], written('no'))).toBeUndefined();
  });
});

describe('what names its message', () => {
  it('is led to it, whatever it says, also when the run has gone on', () => {
    const { run, journey: compiled, messageId } = asked('dinner', { channel: 'rcs', sender: 'agent' });
    const chip = written('I am coming', { channel: 'rcs', answer: { messageId, reply: 'yes' } });
    expect(told([{ run, journey: compiled }], chip)).toBe('dinner yes');
    const ended = { ...run, status: 'ended' as const };
    expect(matchAnswer([{ run: ended, journey: compiled }], chip)).toMatchObject({ reply: 'yes' });
  });

  it('says by the calendar what was answered', () => {
    const { run, journey: compiled, messageId } = asked('dinner', { channel: 'email' });
    const entry = written('', { channel: 'email', answer: { messageId, calendar: 'declined' } });
    expect(told([{ run, journey: compiled }], entry)).toBe('dinner no');
  });

  it('is nothing to anybody else', () => {
    const dinner = asked('dinner');
    const foreign = written('yes', {
      answer: { messageId: '00000000-0000-5000-8000-000000000001', reply: 'yes' },
    });
    expect(told([dinner], foreign)).toBeUndefined();
  });
});
