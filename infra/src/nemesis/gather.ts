import type { System } from '../system/system.ts';
import type { Evidence } from './evidence.ts';
import type { LedgerReader } from './ledger-reader.ts';
import { readAudit } from './read-audit.ts';
import { type KafkaContents, readFacts } from './read-facts.ts';
import { readStores } from './read-stores.ts';
import { toCalls } from './to-calls.ts';

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
  const calls = toCalls(await ledger.whole(), { ...stored, events: known.events });
  return { ...known, ...stored, ...contents, calls, audited, partitions: system.partitions };
}
