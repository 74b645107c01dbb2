import { contactPointId } from '@hermod/contracts';
import type { AttemptRow, Evidence, ProviderCall } from './evidence.ts';
import type { LedgerEntry } from './ledger-reader.ts';
import { PROVIDER_CLASSES } from './load/providers.ts';
import { orderIn, orderOf } from './load/templates.ts';

/** What Hermod's own books say, as far as it tells whose call a call was. */
export type Books = Pick<Evidence, 'attempts' | 'events' | 'runs'>;

/** Protocols whose reference is the id of an attempt; the others name the message, but for SMPP. */
const NAME_ATTEMPTS: ReadonlySet<string> = new Set(['sim', 'rbm', 'smtp']);

/** The provider's calls with the messages that they carried. */
export function toCalls(entries: readonly LedgerEntry[], books: Books): ProviderCall[] {
  const attempts = new Map(books.attempts.map((attempt) => [attempt.id, attempt]));
  const submitted = submittedBy(books);
  return entries.map((entry): ProviderCall => {
    const named = NAME_ATTEMPTS.has(entry.protocol) ? attempts.get(entry.message ?? '') : undefined;
    const provider = entry.protocol === 'sim' ? (named?.provider ?? 'sim') : entry.protocol;
    return {
      provider,
      class: PROVIDER_CLASSES[provider] ?? 'at-most-once',
      message: messageOf(entry, named, submitted),
      to: entry.to,
      receivedAt: entry.receivedAt,
      acceptedAt: entry.acceptedAt,
      respondedAt: entry.respondedAt,
      outcome: entry.outcome as ProviderCall['outcome'],
    };
  });
}

type FindSubmitted = (entry: LedgerEntry) => string | undefined;

function messageOf(
  entry: LedgerEntry,
  named: AttemptRow | undefined,
  submitted: FindSubmitted,
): string | undefined {
  if (entry.protocol === 'smpp') return submitted(entry);
  return NAME_ATTEMPTS.has(entry.protocol) ? named?.message : entry.message;
}

/**
 * A submit_sm carries no name of ours. The id that the SMSC gave tells where its answer came; else the order that the text names, for no
 * run says anything twice by SMS; else, of what consent says by itself, the attempt that was open to that number.
 */
function submittedBy({ attempts, events, runs }: Books): FindSubmitted {
  const byId = new Map(
    attempts.flatMap(({ provider, providerMessageId: id, message }) =>
      provider === 'smpp' && id !== undefined ? [[id, message] as const] : [],
    ),
  );
  const byOrder = new Map(
    events.map(({ id, run }) => [
      orderOf(id),
      runs.get(run)?.messages.find(({ channel }) => channel === 'sms')?.id,
    ]),
  );
  const unnamed = attempts.filter(
    ({ provider, providerMessageId }) => provider === 'smpp' && providerMessageId === undefined,
  );
  return (entry) =>
    byId.get(entry.providerId ?? '') ??
    byOrder.get(orderIn(entry.body) ?? '') ??
    unnamed.find((attempt) => wasOpenTo(attempt, entry))?.message;
}

function wasOpenTo(attempt: AttemptRow, { to, receivedAt }: LedgerEntry): boolean {
  const { recipient, contactPoint, startedAt, closedAt } = attempt;
  const isOpen = startedAt <= receivedAt && receivedAt <= (closedAt ?? Number.POSITIVE_INFINITY);
  return isOpen && to !== undefined && contactPointId(recipient, 'sms', to) === contactPoint;
}
