import { AskedReply, Channel, HermodError, Purpose, RecipientId } from '@hermod/contracts';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { DeliveryApi } from './delivery-api.ts';

/** What delivery's `GET /v1/messages/{id}` says, as far as it is used here. */
const Message = z.object({
  recipient: RecipientId,
  runId: z.uuid().nullable(),
  channel: Channel,
  purpose: Purpose,
});
export type DeliveryMessage = z.infer<typeof Message>;

const AskedReplies = z.object({ replies: z.array(AskedReply) });

/** Delivery's messages: for signals that come without a token, and for the words of answers. */
@Injectable()
export class DeliveryMessages implements OnApplicationShutdown {
  readonly #delivery: DeliveryApi;
  constructor(@Inject(DeliveryApi) delivery: DeliveryApi) {
    this.#delivery = delivery;
  }

  /**
   * The message, or undefined when there is none.
   * @throws HermodError DELIVERY_UNAVAILABLE when delivery doesn't say so within 2 s.
   */
  async find(messageId: string): Promise<DeliveryMessage | undefined> {
    try {
      const found = await this.#delivery.get(`/v1/messages/${messageId}`);
      return found === undefined ? undefined : Message.parse(found);
    } catch (error) {
      throw unavailable(error);
    }
  }

  /**
   * The answers that a message asks for.
   * @throws HermodError DELIVERY_UNAVAILABLE
   */
  async askedReplies(messageId: string): Promise<readonly AskedReply[]> {
    try {
      const found = await this.#delivery.get(`/v1/asked-replies/${messageId}`);
      return found === undefined ? [] : AskedReplies.parse(found).replies;
    } catch (error) {
      throw unavailable(error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#delivery.close();
  }
}

function unavailable(cause: unknown): HermodError {
  return new HermodError('DELIVERY_UNAVAILABLE', 'delivery does not say whose message this is', {
    field: 'message',
    fix: 'try again in a moment, or send the token that came with the message',
    cause,
  });
}
