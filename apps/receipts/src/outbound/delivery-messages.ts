import { Channel, HermodError, Purpose, RecipientId } from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { z } from 'zod';

/** What delivery's `GET /v1/messages/{id}` says, as far as it is used here. */
const Message = z.object({
  recipient: RecipientId,
  runId: z.uuid().nullable(),
  channel: Channel,
  purpose: Purpose,
});
export type DeliveryMessage = z.infer<typeof Message>;

const DEADLINE_MS = 2_000;
const MOST_CONNECTIONS = 16;
const MOST_BYTES = 1024 * 1024;

/** Delivery's messages over its internal HTTP API: off the path, for signals that come without a token. */
export class DeliveryMessages implements OnApplicationShutdown {
  readonly #origins: readonly string[];
  readonly #principalSecret: string;
  readonly #agent = new Agent({
    connections: MOST_CONNECTIONS,
    connect: { timeout: DEADLINE_MS },
    maxResponseSize: MOST_BYTES,
  });
  #turn = 0;

  constructor(origins: readonly string[], principalSecret: string) {
    this.#origins = origins;
    this.#principalSecret = principalSecret;
  }

  /**
   * The message, or undefined when there is none. Instances of delivery take turns.
   * @throws HermodError DELIVERY_UNAVAILABLE when it doesn't say so within 2 s.
   */
  async find(messageId: string): Promise<DeliveryMessage | undefined> {
    const origin = this.#origins[this.#turn++ % this.#origins.length];
    if (origin === undefined) throw unavailable(new Error('HERMOD_URL_DELIVERY is not set'));
    try {
      const answer = await this.#agent.request({
        origin,
        method: 'GET',
        path: `/v1/messages/${messageId}`,
        headers: { [PRINCIPAL_HEADER]: freshPrincipal(['*'], 'receipts', this.#principalSecret) },
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (answer.statusCode === 404) {
        await answer.body.dump();
        return undefined;
      }
      const body = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`delivery answered ${answer.statusCode}`);
      return Message.parse(JSON.parse(body));
    } catch (error) {
      throw unavailable(error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#agent.close();
  }
}

function unavailable(cause: unknown): HermodError {
  return new HermodError('DELIVERY_UNAVAILABLE', 'delivery does not say whose message this is', {
    field: 'message',
    fix: 'try again in a moment, or send the token that came with the message',
    cause,
  });
}
