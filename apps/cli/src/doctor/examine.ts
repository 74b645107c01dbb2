import type { Surroundings } from '../command.ts';
import { checkBrokers } from './check-broker.ts';
import { checkClocks } from './check-clocks.ts';
import { checkDatabase } from './check-database.ts';
import { checkGateway } from './check-gateway.ts';
import { checkInvariants } from './check-invariants.ts';
import { checkProgress } from './check-progress.ts';
import { checkProviders } from './check-providers.ts';
import { checkTopics } from './check-topics.ts';
import { type Area, finding, type Finding, unchecked, wordsOf } from './finding.ts';
import { withAdmin } from './kafka-admin.ts';
import { readSettings, type Settings } from './settings.ts';

/**
 * Looks at every part of an installation, at once where they don't need each other. Changes nothing.
 * @throws UsageError when the environment can't be used
 */
export async function examine(around: Surroundings): Promise<Area[]> {
  const settings = readSettings(around);
  const [brokers, database, gateway] = await Promise.all([
    checkBrokers(settings.brokers),
    checkDatabase(settings.databaseUrl),
    checkGateway(around),
  ]);
  const [kafka, providers] = await Promise.all([
    brokers.isReachable ? examineKafka(settings) : NO_KAFKA,
    checkProviders(around.env, gateway.providers),
  ]);
  const { samples } = gateway;
  return [
    { name: 'Gateway and services', findings: gateway.findings },
    { name: 'Kafka', findings: [...brokers.findings, ...kafka.topics] },
    { name: 'Reading', findings: kafka.progress },
    { name: 'Database', findings: database.findings },
    { name: 'Clocks', findings: checkClocks({ database: database.clock, broker: brokers.clock }) },
    { name: 'Providers', findings: providers },
    {
      name: 'Invariants',
      findings:
        samples === undefined ? [unchecked('the gateway shows no metrics')] : checkInvariants(samples),
    },
  ];
}

interface ExaminedKafka {
  readonly topics: readonly Finding[];
  readonly progress: readonly Finding[];
}

const NO_KAFKA: ExaminedKafka = {
  topics: [unchecked('the Kafka topics are not looked at without a broker')],
  progress: [unchecked('how far the services have read is not known without a broker')],
};

async function examineKafka(settings: Settings): Promise<ExaminedKafka> {
  const failed = (error: unknown): Finding[] => [
    finding(`Kafka does not answer as it should: ${wordsOf(error)}`, 'look into the log of the broker'),
  ];
  try {
    return await withAdmin(settings, async (admin) => {
      const topics = await checkTopics(admin, settings);
      const areMissing = topics.some(({ values }) => values?.['missing'] !== undefined);
      const progress = areMissing
        ? [unchecked('how far the services have read is not known while Kafka topics are missing')]
        : await checkProgress(admin, settings).catch(failed);
      return { topics, progress };
    });
  } catch (error) {
    return { topics: failed(error), progress: NO_KAFKA.progress };
  }
}
