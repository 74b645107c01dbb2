/**
 * A real Apache Kafka and a real PostgreSQL without containers, for a start on a bare machine and for tests, and for these an SMSC.
 * Starts them on loopback, notes whom it started, and stops those and nobody else; and creates Kafka topics. It
 * knows no fact and no table, and is no way to run either in production.
 */
export type { EmbeddedPart } from './embedded-part.ts';
export * from './folders.ts';
export { type Jsmpp, startJsmpp } from './jsmpp.ts';
export * from './kafka-jars.ts';
export * from './kafka-topics.ts';
export * from './kafka.ts';
export * from './owned-process.ts';
export * from './pid-file.ts';
export * from './ports.ts';
export * from './postgres-user.ts';
export * from './postgres.ts';
export * from './process-identity.ts';
