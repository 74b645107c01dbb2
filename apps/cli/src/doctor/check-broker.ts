import { askBroker, type BrokerAnswer } from './broker-wire.ts';
import { fine, finding, type Finding, wordsOf } from './finding.ts';
import { kafkaRelease } from './kafka-release.ts';

const DEADLINE_MS = 4_000;

/** What was found of the brokers, and the clock of one that answered. */
export interface CheckedBrokers {
  readonly findings: readonly Finding[];
  readonly isReachable: boolean;
  readonly clock: BrokerAnswer['clock'];
}

/** Can each broker that is named be reached, and which release is it? */
export async function checkBrokers(brokers: readonly string[]): Promise<CheckedBrokers> {
  const checked = await Promise.all(brokers.map(checkBroker));
  return {
    findings: checked.map(({ found }) => found),
    isReachable: checked.some(({ answer }) => answer !== undefined),
    clock: checked.find(({ answer }) => answer?.clock !== undefined)?.answer?.clock,
  };
}

async function checkBroker(address: string): Promise<{ found: Finding; answer?: BrokerAnswer }> {
  try {
    const answer = await askBroker(address, AbortSignal.timeout(DEADLINE_MS));
    const { metadataLevel } = answer;
    const release = metadataLevel === undefined ? undefined : kafkaRelease(metadataLevel);
    const words = release === undefined ? 'a release that it does not tell' : `Kafka ${release}`;
    return { found: fine(`the broker ${address} answers: ${words}`, { broker: address, release }), answer };
  } catch (error) {
    const fix = 'start it (`npm start` does), or set KAFKA_BROKERS to where it is';
    return {
      found: finding(`the broker ${address} can't be reached: ${wordsOf(error)}`, fix, { broker: address }),
    };
  }
}
