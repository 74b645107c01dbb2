import { Kafka, logLevel } from 'kafkajs';

/** A plain client for tests. It says nothing: a test tells what went wrong by what it asserts. */
export function kafkaOf(stage: { readonly brokers: string }): Kafka {
  return new Kafka({
    brokers: stage.brokers.split(','),
    clientId: 'hermod-test',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 5_000,
    requestTimeout: 20_000,
    retry: { initialRetryTime: 50, retries: 8 },
  });
}
