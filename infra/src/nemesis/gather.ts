import type { System } from '../system/system.ts';
import type { AttemptRow, Evidence, ProviderCall } from './evidence.ts';
import type { LedgerEntry, LedgerReader } from './ledger-reader.ts';
import { PROVIDER_CLASSES } from './load/providers.ts';
import { readAudit } from './read-audit.ts';
import { type KafkaContents, readFacts } from './read-facts.ts';
import { readStores } from './read-stores.ts';

/** What the run itself knows of what it did. */
type Known = Omit<
  Evidence,
  keyof Awaited<ReturnType<typeof readStores>> | keyof KafkaContents | 'calls' | 'partitions' | 'audited'
>;

/** Puts together what the run did and what it left in the provider's books, on Kafka and in the databases. */
export async function gather(system: System, ledger: LedgerReader, known: Known): Promise<Evidence> {
  const stored = await readStores(system);
  const contents = await readFacts(system);
  const audited = await readAudit(system);
  const calls = toCalls(await ledger.whole(), stored.attempts);
  return { ...known, ...stored, ...contents, calls, audited, partitions: system.partitions };
}

/** The simulator's own protocol names an attempt, the others a message. */
function toCalls(entries: readonly LedgerEntry[], attempts: readonly AttemptRow[]): ProviderCall[] {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  return entries.map((entry): ProviderCall => {
    const attempt = entry.protocol === 'sim' ? byId.get(entry.message ?? '') : undefined;
    const provider = entry.protocol === 'sim' ? (attempt?.provider ?? 'sim') : entry.protocol;
    return {
      provider,
      class: PROVIDER_CLASSES[provider] ?? 'at-most-once',
      message: entry.protocol === 'sim' ? attempt?.message : entry.message,
      to: entry.to,
      receivedAt: entry.receivedAt,
      acceptedAt: entry.acceptedAt,
      respondedAt: entry.respondedAt,
      outcome: entry.outcome as ProviderCall['outcome'],
    };
  });
}
