import type { HealthCheck } from '@hermod/http';
import type { Positions } from '@hermod/messaging';
import { eventTopic } from './event-publisher.ts';

/** Ready only while Kafka answers for the Kafka topic of domain events. */
export class KafkaCheck implements HealthCheck {
  readonly name = 'kafka';
  readonly #positions: Positions;
  constructor(positions: Positions) {
    this.#positions = positions;
  }

  async check(): Promise<void> {
    await this.#positions.ends([eventTopic('plain'), eventTopic('urgent')]);
  }

  async close(): Promise<void> {
    await this.#positions.close();
  }
}
