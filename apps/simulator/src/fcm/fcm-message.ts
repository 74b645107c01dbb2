import { z } from 'zod';

const Headers = z.record(z.string(), z.string());
const Duration = z.string().regex(/^\d+(\.\d{1,9})?s$/, 'a duration in seconds, such as "900s"');

/**
 * Body of `POST /v1/projects/{project}/messages:send`, as far as a handset cares.
 * Source: the FCM HTTP v1 reference, resource `projects.messages`.
 */
export const FcmSend = z.object({
  message: z.object({
    token: z.string().min(1),
    notification: z
      .object({ title: z.string().optional(), body: z.string().optional(), image: z.url().optional() })
      .optional(),
    data: z.record(z.string(), z.string('must be a string')).optional(),
    android: z
      .object({
        collapse_key: z.string().optional(),
        ttl: Duration.optional(),
        notification: z.object({ tag: z.string().optional() }).optional(),
      })
      .optional(),
    apns: z.object({ headers: Headers.optional() }).optional(),
    webpush: z.object({ headers: Headers.optional() }).optional(),
  }),
});
export type FcmMessage = z.infer<typeof FcmSend>['message'];

/** FCM takes no more than this in `notification` and `data` together. */
const MAX_PAYLOAD_BYTES = 4096;

/** True when the payload is over FCM's limit of 4096 bytes. */
export function isTooBig(message: FcmMessage): boolean {
  const payload = JSON.stringify([message.notification ?? {}, message.data ?? {}]);
  return Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES;
}

/** What the simulated phone shows, which is Android, iPhone and browser in one: the first key that is there. */
export function collapseKeyOf(message: FcmMessage): string | undefined {
  return (
    message.android?.collapse_key ??
    message.android?.notification?.tag ??
    message.apns?.headers?.['apns-collapse-id'] ??
    message.webpush?.headers?.['Topic']
  );
}

/** Title and body, a line each. */
export function textOf({ notification }: FcmMessage): string {
  return [notification?.title, notification?.body]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}
