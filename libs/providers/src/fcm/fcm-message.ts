/** A hand-over as FCM's HTTP v1 API wants it (`projects.messages.send`). */
import type { RenderedPush } from '@hermod/channels';
import type { HandOver } from '../provider.ts';

/** FCM keeps nothing for longer than four weeks. */
const MAX_TTL_SECONDS = 28 * 86_400;

/**
 * The request body. Every platform gets the message id as the key under which it replaces what it already shows, which
 * is what makes a repetition harmless. The app reports back to `<hermod_url>/v1/signals` with `hermod_message` and `hermod_token`.
 */
export function fcmMessage(handOver: HandOver, push: RenderedPush, nowMs: number): object {
  const { messageId } = handOver;
  const ttlSeconds = Math.min(Math.max(Math.floor(handOver.ttlMs / 1000), 0), MAX_TTL_SECONDS);
  const image = push.image === undefined ? {} : { image: push.image };
  return {
    message: {
      token: handOver.to,
      notification: { title: push.title, body: push.body, ...image },
      data: {
        hermod_message: messageId,
        hermod_token: handOver.callback.token,
        hermod_url: handOver.publicUrl,
        ...(push.link === undefined ? {} : { link: push.link }),
      },
      android: {
        collapse_key: messageId,
        ttl: `${ttlSeconds}s`,
        priority: 'high',
        notification: { tag: messageId },
      },
      // At most 64 bytes; a UUID has 36.
      apns: {
        headers: {
          'apns-collapse-id': messageId,
          'apns-expiration': String(Math.floor(nowMs / 1000) + ttlSeconds),
        },
      },
      webpush: webpush(messageId, ttlSeconds, push.link),
    },
  };
}

function webpush(messageId: string, ttlSeconds: number, link: string | undefined): object {
  return {
    // RFC 8030, section 5.4: a topic has at most 32 characters of base64url, a UUID without dashes exactly that.
    headers: { TTL: String(ttlSeconds), Topic: messageId.replaceAll('-', '') },
    notification: { tag: messageId },
    // FCM takes https only here; whatever the link is, the app finds it in the data.
    ...(link?.startsWith('https://') === true ? { fcm_options: { link } } : {}),
  };
}
