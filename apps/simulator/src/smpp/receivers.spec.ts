import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Receivers } from './receivers.ts';
import type { SmppSession } from './smpp-library.ts';

/** A receiver that answers with the statuses in turn. */
function bound(...statuses: number[]) {
  const brought: object[] = [];
  const session = Object.assign(new EventEmitter(), {
    deliver_sm: (fields: object, answer: (pdu: { command_status: number }) => void) => {
      brought.push(fields);
      const status = statuses.shift();
      if (status !== undefined) answer({ command_status: status });
    },
  });
  return { session: session as unknown as SmppSession, brought };
}

const TEXT = { short_message: 'STOP' };

describe('what a person writes', () => {
  it('is not taken while nobody is bound, and not kept either', async () => {
    const receivers = new Receivers();
    await expect(receivers.bringNow(TEXT)).rejects.toThrow('no receiver is bound');
    const { session, brought } = bound();
    receivers.add(session);
    expect(brought).toEqual([]);
  });

  it('is taken when a receiver says so', async () => {
    const receivers = new Receivers();
    const { session, brought } = bound(0);
    receivers.add(session);
    await receivers.bringNow(TEXT);
    expect(brought).toEqual([TEXT]);
  });
});

describe('a receipt', () => {
  it('waits for somebody who binds, and holds nobody up', async () => {
    const receivers = new Receivers();
    await receivers.bring(TEXT);
    const { session, brought } = bound(0);
    receivers.add(session);
    expect(brought).toEqual([TEXT]);
  });
});
