import { type ConsumerConfig, PartitionAssigners } from 'kafkajs';
import { byRecipient } from './by-recipient.ts';

/** A killed member's work goes on elsewhere after this time. */
const SESSION_TIMEOUT_MS = 6_000;
/**
 * A member learns of a rebalance only from the answer to a heartbeat, and until the last has learned of it nobody
 * reads. Shorter than a fetch may wait, so that every fetch without records is followed by a heartbeat.
 */
export const HEARTBEAT_MS = 300;
const FETCH_WAIT_MS = 500;

/** How a member of a group reads. */
export function consumerConfig(groupId: string): ConsumerConfig {
  return {
    groupId,
    // The second only for as long as instances of earlier builds are in the group.
    partitionAssigners: [byRecipient, PartitionAssigners.roundRobin],
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    rebalanceTimeout: 10_000,
    maxBytesPerPartition: 256 * 1024,
    minBytes: 1,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10 },
  };
}
