/**
 * The messaging core: facts in and out of Kafka in units of work over a recipient lock, an inbox and an outbox.
 * It hides the Kafka client, splits on bad data, waits for what passes, and knows how far it has read. It knows
 * the flow's table, but no fact's meaning.
 */
export * from './caught-up.ts';
export { KafkaPositions } from './kafka/kafka-positions.ts';
export { KafkaSink } from './kafka/kafka-sink.ts';
export { KafkaSource } from './kafka/kafka-source.ts';
export * from './messaging.ts';
export { KafkaBatchServer } from './nest/kafka-batch-server.ts';
export { OnFacts } from './nest/on-facts.ts';
export * from './ports.ts';
export { DeadLetters, type DeadLetterSummary, type KeptDeadLetter } from './unit/dead-letters.ts';
export { type ErasedMark, ErasedRecipients, loadErased, markErased } from './unit/erased-recipients.ts';
export type { FactHandler } from './unit/fact-runner.ts';
export { MESSAGING_MIGRATIONS } from './unit/migrations.ts';
export { inboxKeyOf, type Received } from './unit/received.ts';
export { type Publication, UnitOfWork } from './unit/unit-of-work.ts';
export type { UnitRunner } from './unit/unit-runner.ts';
