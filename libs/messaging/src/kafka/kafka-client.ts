import { createRequire } from 'node:module';
import { Kafka, logLevel, type LogEntry } from 'kafkajs';
import type { Log } from '../ports.ts';

export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Put before every Kafka topic and group. */
  readonly prefix: string;
  readonly log: Log;
}

/** What kafkajs says at every start and rebalance, and nobody has to act on. */
const NOISE =
  /Limiting retries for the idempotent producer|The group is rebalancing|Response (Heartbeat|JoinGroup|SyncGroup)\(|consumer not running, exiting|KafkaJS v2.0.0 switched default partitioner/;

/** A kafkajs client that speaks through our logger. Every request has a deadline. */
export function kafkaClient(options: KafkaOptions): Kafka {
  letIdleConnectionsRest();
  return new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 5_000,
    authenticationTimeout: 5_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => write(options.log, entry),
  });
}

interface LoggedByKafkajs {
  readonly message: string;
  readonly error?: unknown;
  readonly groupId?: unknown;
  readonly broker?: unknown;
}

function write(log: Log, entry: LogEntry): void {
  const { message, error, groupId, broker } = entry.log as LoggedByKafkajs;
  const details = { kafkajs: entry.namespace, error, groupId, broker };
  if (NOISE.test(message)) log.debug(details, message);
  else if (entry.level === logLevel.ERROR) log.warn(details, message);
  else log.debug(details, message);
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

let isResting = false;

/**
 * kafkajs 2.2.4 looks for pending requests every millisecond on every connection, even when there are none
 * (tulios/kafkajs#1751; half of what an idle Hermod used). It looks when a request has to wait, and when one is
 * answered; that is enough.
 */
function letIdleConnectionsRest(): void {
  if (isResting) return;
  isResting = true;
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue;
  };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}
