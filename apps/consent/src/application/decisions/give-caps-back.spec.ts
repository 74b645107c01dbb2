import { randomUUID } from 'node:crypto';
import type { AttemptOutcome, MessageAttempted } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { expect, it } from 'vitest';
import type { CountedMessages } from '../../storage/counted-messages.ts';
import { GiveCapsBack } from './give-caps-back.ts';

const told = (outcome: AttemptOutcome): Received<MessageAttempted> => {
  const data = { recipient: 'ada', messageId: randomUUID(), request: 0, outcome };
  return { data } as unknown as Received<MessageAttempted>;
};

it('what reached nobody is given back, and a push that one of two devices took is not', async () => {
  const given: string[] = [];
  const counted = {
    giveBack: (_sql: unknown, back: readonly { messageId: string }[]) => {
      given.push(...back.map(({ messageId }) => messageId));
      return Promise.resolve();
    },
  } as unknown as CountedMessages;
  const facts = (['failed', 'accepted', 'expired', 'unknown', 'withdrawn', 'deferred'] as const).map(told);
  await new GiveCapsBack(counted).execute(facts, {} as UnitOfWork);
  const back = facts.filter(({ data }) => !['accepted', 'unknown'].includes(data.outcome));
  expect(given).toEqual(back.map(({ data }) => data.messageId));
});
