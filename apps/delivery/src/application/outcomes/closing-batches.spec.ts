import type { Messaging } from '@hermod/messaging';
import type { Logger } from '@hermod/telemetry';
import { eventually } from '@hermod/testing';
import { expect, it } from 'vitest';
import { ClosingBatches } from './closing-batches.ts';
import type { ClosedCall, ConcludeMessages } from './conclude-messages.ts';

const quiet = { warn: () => undefined } as unknown as Logger;
const messaging = {
  units: { run: (_lane: string, _recipients: unknown, work: (unit: unknown) => Promise<void>) => work({}) },
} as unknown as Messaging;
const call = (id: string): ClosedCall => ({ messageId: id, closing: { id, state: 'accepted' } });

it('writes every outcome but the one that can not be written, and that one once it can', async () => {
  const written: string[] = [];
  let isCured = false;
  const conclude = {
    execute: (calls: readonly ClosedCall[]) => {
      if (!isCured && calls.some(({ messageId }) => messageId === 'sick'))
        return Promise.reject(new Error('no'));
      written.push(...calls.map(({ messageId }) => messageId));
      return Promise.resolve();
    },
  } as unknown as ConcludeMessages;
  const batches = new ClosingBatches('urgent', messaging, conclude, quiet);
  for (const id of ['a', 'sick', 'b', 'c']) batches.add('ada', call(id));
  await eventually(() => expect(written.toSorted()).toEqual(['a', 'b', 'c']));
  isCured = true;
  await batches.drain();
  expect(written).toContain('sick');
  expect(written).toHaveLength(4);
});
