/**
 * What a test needs of the world: a stage (Kafka topics and a database of its own on the run's real broker and
 * PostgreSQL), a tap on Kafka topics, a clock that stands still, and a way to wait. For tests only; no app
 * depends on it.
 */
export * from './eventually.ts';
export * from './kafka-client.ts';
export * from './manual-clock.ts';
export * from './play-pair.ts';
export * from './stage.ts';
export * from './surroundings.ts';
export * from './topic-pairs.ts';
export * from './topic-tap.ts';
