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
  silenceNegativeTimeouts();
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

let silenced = false;

/**
 * kafkajs 2.2.4 sets a timer with a negative time on Node 24 (tulios/kafkajs#1751): harmless, the timer
 * becomes 1 ms, but Node warns of each. Only that warning is dropped.
 */
function silenceNegativeTimeouts(): void {
  if (silenced) return;
  silenced = true;
  const emit = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]) => {
    const kind = args[1];
    const name = typeof kind === 'string' ? kind : (kind as { type?: string } | undefined)?.type;
    if (name !== 'TimeoutNegativeWarning') emit(...args);
  };
}
