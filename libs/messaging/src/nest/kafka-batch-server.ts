import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Messaging } from '../messaging.ts';
import type { FactHandler } from '../unit/fact-runner.ts';

/**
 * Nest's door to the messaging core: `@OnFacts` handlers with dependency injection, called once per unit of
 * work. Nest's own Kafka transport handles message by message, and a handler that throws blocks its partition.
 */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  readonly #messaging: Messaging;

  constructor(messaging: Messaging) {
    super();
    this.#messaging = messaging;
  }

  listen(callback: (error?: Error) => void): void {
    const handlers = new Map(
      [...this.messageHandlers].map(([topic, handler]) => [topic, toFactHandler(handler)]),
    );
    this.#messaging.start(handlers).then(
      () => callback(),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  close(): Promise<void> {
    return this.#messaging.close();
  }

  /** Part of Nest's contract; the messaging core has its own readiness. */
  on(): never {
    throw new Error('KafkaBatchServer emits no events; use Messaging.checkReady()');
  }

  unwrap<T>(): T {
    return this.#messaging as T;
  }
}

function toFactHandler(handler: MessageHandler): FactHandler {
  return async (facts, unit) => {
    const outcome: unknown = await handler(facts, unit);
    if (isObservable(outcome)) await lastValueFrom(outcome, { defaultValue: undefined });
  };
}
