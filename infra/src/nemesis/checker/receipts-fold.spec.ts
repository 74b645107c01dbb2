import type { ReceiptKind } from '@hermod/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf, messageIn, type World } from './evidence-of.ts';
import { foldReceipts, receiptsFold } from './receipts-fold.ts';

const KINDS: readonly ReceiptKind[] = ['delivered', 'undelivered', 'opened', 'read', 'clicked', 'dismissed'];
const wordsOf = (change?: (world: World) => void): string[] =>
  receiptsFold.check(evidenceOf(change)).breaches.map(({ words }) => words);

describe('the fold of receipts', () => {
  const anyKinds = fc.array(fc.constantFrom(...KINDS), { maxLength: 6 });
  const inAnyOrder = anyKinds.chain((kinds) =>
    fc.record({
      kinds: fc.constant(kinds),
      shuffled: fc.shuffledSubarray(kinds, { minLength: kinds.length }),
      copies: fc.subarray(kinds),
    }),
  );

  it('is the same in any order, with any copies', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ kinds, shuffled, copies }) => {
        expect(foldReceipts([...copies, ...shuffled])).toEqual(foldReceipts(kinds));
        expect(foldReceipts([...shuffled, ...copies])).toEqual(foldReceipts(kinds));
      }),
    );
  });

  it('never goes back to a weaker signal, nor from one to undelivered', () => {
    fc.assert(
      fc.property(anyKinds, fc.constantFrom(...KINDS), (kinds, next) => {
        const before = foldReceipts(kinds);
        const after = foldReceipts([...kinds, next]);
        if (before.signal !== undefined) expect(after.signal).toBeDefined();
        expect(foldReceipts([...kinds, next, ...kinds])).toEqual(after);
        expect(after.signal === undefined || !after.undelivered).toBe(true);
      }),
    );
  });

  it.each<[ReceiptKind[], string | undefined, boolean]>([
    [[], undefined, false],
    [['dismissed'], undefined, false],
    [['undelivered'], undefined, true],
    [['undelivered', 'delivered'], 'delivered', false],
    [['read', 'opened'], 'read', false],
    [['clicked', 'delivered'], 'clicked', false],
  ])('of %j is %s, undelivered %s', (kinds, signal, undelivered) => {
    expect(foldReceipts(kinds)).toEqual({ signal, undelivered });
  });
});

describe('what a run knows', () => {
  it('is what its receipts say, and that was looked at', () => {
    expect(receiptsFold.check(evidenceOf())).toEqual({ tested: 8 + 4, breaches: [] });
  });

  it('may not be weaker', () => {
    expect(wordsOf((world) => (messageIn(world, 'bo-push').signal = 'delivered'))).toEqual([
      'message bo-push: its receipts say opened, its run delivered',
    ]);
  });

  it('may not be less: a receipt was dropped', () => {
    expect(wordsOf((world) => (messageIn(world, 'ada-sms').signal = undefined))).toEqual([
      'message ada-sms: its receipts say delivered, its run nothing',
    ]);
  });

  it('may not be more: nobody reported it', () => {
    expect(wordsOf((world) => (messageIn(world, 'ada-push').undelivered = true))).toEqual([
      'message ada-push: its receipts say nothing, its run undelivered',
    ]);
  });

  it('is about its messages only', () => {
    expect(wordsOf((world) => (world.receipts[0]!.message = 'nobodys'))).toEqual([
      'message ada-sms: its receipts say nothing, its run delivered',
      'a receipt is about message nobodys, of which no run knows',
    ]);
  });
});

describe('a receipt', () => {
  it('is recorded once', () => {
    expect(wordsOf((world) => world.receipts.push({ ...world.receipts[0]!, recordedAt: 1 }))).toEqual([
      'message ada-sms: delivered was recorded 2 times',
    ]);
    expect(
      wordsOf((world) => {
        delete world.receipts[0]!.attempt;
        world.receipts.push({ ...world.receipts[0]! });
      }),
    ).toHaveLength(1);
  });

  it('of each device is one of its own', () => {
    expect(
      wordsOf((world) => world.receipts.push({ ...world.receipts[1]!, attempt: 'bo-push-other' })),
    ).toEqual([]);
  });

  it('about consent’s own answer has no run', () => {
    expect(
      wordsOf((world) => {
        world.receipts.push({ ...world.receipts[0]!, message: 'answer' });
        world.messages.set('answer', { ...world.messages.get('ada-sms')!, id: 'answer', run: undefined });
      }),
    ).toEqual([]);
  });
});
