import { LINK_CODE } from '@hermod/channels';
import { Channel, HermodError, Instant, LANES, RecipientId } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DeliveryApi } from './delivery-api.ts';

const date = Instant.transform((text) => new Date(text));

/** A link of a message, as delivery knows it. */
const FollowedLink = z.object({
  messageId: z.uuid(),
  recipient: RecipientId,
  runId: z.uuid().nullable(),
  channel: Channel,
  lane: z.enum(LANES),
  /** As it goes into a header, so in ASCII; null for the picture that tells of an opening. */
  target: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).href)
    .nullable(),
  /** How many links the message has that lead somewhere. */
  siblings: z.int(),
  /** When the message was handed over last; null before that. */
  handedOverAt: date.nullable(),
  expiresAt: date,
});
export type FollowedLink = z.infer<typeof FollowedLink>;

/** Links are held so long, in milliseconds: what is erased leads nowhere soon. */
const HELD_MS = 30_000;
const MOST_HELD = 5_000;

/** Delivery's links, over its internal HTTP API. */
@Injectable()
export class DeliveryLinks {
  readonly #delivery: DeliveryApi;
  readonly #held = new Map<string, { readonly link: FollowedLink; readonly until: number }>();
  constructor(@Inject(DeliveryApi) delivery: DeliveryApi) {
    this.#delivery = delivery;
  }

  /**
   * The link of a code, expired ones too; undefined where there is none.
   * @throws HermodError DELIVERY_UNAVAILABLE when delivery doesn't say so within 2 s
   */
  async find(code: string): Promise<FollowedLink | undefined> {
    if (!LINK_CODE.test(code)) return undefined;
    const held = this.#held.get(code);
    if (held !== undefined && held.until > performance.now()) return held.link;
    try {
      const found = await this.#delivery.get(`/v1/links/${code}`);
      return found === undefined ? undefined : this.#hold(code, FollowedLink.parse(found));
    } catch (cause) {
      throw new HermodError('DELIVERY_UNAVAILABLE', 'delivery does not say where this link leads', {
        fix: 'try again in a moment',
        cause,
      });
    }
  }

  /** The oldest makes room. */
  #hold(code: string, link: FollowedLink): FollowedLink {
    this.#held.delete(code);
    const [oldest] = this.#held.keys();
    if (this.#held.size >= MOST_HELD && oldest !== undefined) this.#held.delete(oldest);
    this.#held.set(code, { link, until: performance.now() + HELD_MS });
    return link;
  }
}
