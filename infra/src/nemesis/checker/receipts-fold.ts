import { type ReceiptKind, type Signal, SIGNALS } from '@hermod/contracts';
import type { Evidence, ReceiptRow, RunMessageRow } from '../evidence.ts';
import type { Breach, Invariant } from './invariant.ts';

/** What a message's receipts come to. */
export interface FoldedReceipts {
  /** The strongest signal. */
  readonly signal: Signal | undefined;
  /** Reported as not arriving, and by no signal overruled. */
  readonly undelivered: boolean;
}

/** What a run knows comes from receipts, each recorded once, whatever their order was. */
export const receiptsFold: Invariant = {
  name: 'receipts-fold',
  says: 'each run knows of its messages what their receipts come to in any order, and each receipt is there once',
  check(evidence) {
    const receipts = Map.groupBy(evidence.receipts, ({ message }) => message);
    const asked = [...evidence.runs.values()].flatMap((run) =>
      run.messages.map((message) => ({ run: run.id, message })),
    );
    const known = asked.flatMap(({ run, message }): Breach[] => {
      const words = whatDiffers(message, receipts.get(message.id) ?? []);
      return words === undefined ? [] : [{ words, message: message.id, run }];
    });
    const ids = new Set(asked.map(({ message }) => message.id));
    const stray = [...receipts.keys()].filter((id) => !ids.has(id) && isStray(id, evidence));
    return {
      tested: asked.length + evidence.receipts.length,
      breaches: [
        ...known,
        ...stray.map((id) => ({
          words: `a receipt is about message ${id}, of which no run knows`,
          message: id,
        })),
        ...repeatsOf(evidence.receipts),
      ],
    };
  },
};

/**
 * The fold of receipts: commutative, idempotent, and it never goes back. Of two that are equally strong, as opened
 * and read are, the later one in the glossary's list stays. Dismissed says nothing of either.
 */
export function foldReceipts(kinds: Iterable<ReceiptKind>): FoldedReceipts {
  let strongest = -1;
  let undelivered = false;
  for (const kind of kinds) {
    if (kind === 'undelivered') undelivered = true;
    else if (kind !== 'dismissed') strongest = Math.max(strongest, SIGNALS.indexOf(kind));
  }
  return { signal: SIGNALS[strongest], undelivered: undelivered && strongest === -1 };
}

function whatDiffers(message: RunMessageRow, receipts: readonly ReceiptRow[]): string | undefined {
  // An answer is no receipt, and stronger than each of them.
  const folded = foldReceipts(receipts.map(({ kind }) => kind));
  const { signal, undelivered } =
    message.reply === undefined ? folded : { signal: 'replied' as const, undelivered: false };
  if (message.signal === signal && message.undelivered === undelivered) return undefined;
  const inWords = (known: { signal: string | undefined; undelivered: boolean }): string =>
    known.signal ?? (known.undelivered ? 'undelivered' : 'nothing');
  return `message ${message.id}: its receipts say ${inWords({ signal, undelivered })}, its run ${inWords(message)}`;
}

/** Consent's own answers have receipts and no run. */
function isStray(message: string, { messages }: Evidence): boolean {
  const row = messages.get(message);
  return row === undefined || row.run !== undefined;
}

/** A push to several devices is one attempt each, and each may be delivered; the same report is recorded once. */
function repeatsOf(receipts: readonly ReceiptRow[]): Breach[] {
  const keyOf = ({ message, attempt, kind, at }: ReceiptRow): string =>
    [message, kind, attempt ?? `at ${at}`].join('/');
  return [...Map.groupBy(receipts, keyOf).values()]
    .filter((same) => same.length > 1)
    .map(([one, ...more]) => ({
      words: `message ${one!.message}: ${one!.kind} was recorded ${more.length + 1} times`,
      message: one!.message,
    }));
}
