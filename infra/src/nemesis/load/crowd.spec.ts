import { expect, it } from 'vitest';
import type { System } from '../../system/system.ts';
import { diceOf } from '../dice.ts';
import type { LedgerReader } from '../ledger-reader.ts';
import { Crowd } from './crowd.ts';

it('phones that nobody can look at any more are told when the crowd leaves, and end nothing before', async () => {
  const ledger = {
    news: () => Promise.reject(new Error('the simulator is gone')),
  } as unknown as LedgerReader;
  const system = {} as System;
  const crowd = new Crowd({ system, ledger, people: [], events: [], dice: diceOf(1, 'crowd') });
  crowd.watch();
  // A rejection that nobody has taken by then fails the run of the tests.
  await new Promise((resolve) => setImmediate(resolve));
  await expect(crowd.leave()).rejects.toThrow('the simulator is gone');
});
