import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AnswerClaims, readAnswer, signAnswer } from './answer-token.ts';

const claims: AnswerClaims = {
  recipient: 'ada',
  messageId: randomUUID(),
  runId: randomUUID(),
  reply: 'yes',
  channel: 'rcs',
  lane: 'urgent',
};

it('an answer says what was signed, and fits a postback and an SMS link', () => {
  const token = signAnswer(claims, 'secret');
  expect(readAnswer(token, 'secret')).toEqual(claims);
  expect(token.length).toBeLessThan(180);
});

it('no other secret, no changed character, no callback is believed', () => {
  const token = signAnswer(claims, 'secret');
  expect(readAnswer(token, 'other')).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'b', '.', '0'), (at, character) => {
      fc.pre(token[at] !== character);
      expect(readAnswer(token.slice(0, at) + character + token.slice(at + 1), 'secret')).toBeUndefined();
    }),
  );
});
