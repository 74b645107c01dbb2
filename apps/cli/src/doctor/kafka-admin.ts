import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { Settings } from './settings.ts';

/** Asks the cluster, with deadlines that suit somebody who waits. */
export async function withAdmin<T>({ brokers }: Settings, work: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'hermod-doctor',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 8_000,
    retry: { retries: 1, initialRetryTime: 100 },
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
