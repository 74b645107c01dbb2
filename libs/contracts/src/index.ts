/**
 * The contracts of Hermod: the flow as a table, a schema for each fact, the envelope and the derived ids.
 * Pure: no I/O, no clock, no framework. It knows what travels, never what to do about it.
 */
export * from './closest.ts';
export * from './envelope.ts';
export * from './errors.ts';
export * from './facts/consent-changed.ts';
export * from './facts/domain-event.ts';
export * from './facts/inbound-received.ts';
export * from './facts/journey-progressed.ts';
export * from './facts/message-attempted.ts';
export * from './facts/message-decided.ts';
export * from './facts/message-requested.ts';
export * from './facts/message-withdrawn.ts';
export * from './facts/receipt-recorded.ts';
export * from './facts/recipient-changed.ts';
export * from './flow.ts';
export * from './ids.ts';
export * from './partition.ts';
export * from './report-batch.ts';
export * from './words.ts';
