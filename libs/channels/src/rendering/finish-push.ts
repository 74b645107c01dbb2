import type { PushContent } from '../content/push-content.ts';
import { cameOutEmpty, unsendable } from './problems.ts';
import type { RenderedPush } from './rendered.ts';

/** FCM and APNs take 4,096 bytes with the tokens and links that travel along. */
export const MAX_PUSH_BYTES = 3500;

const encoder = new TextEncoder();

/** A push within what handset services take. @throws HermodError TEMPLATE_RENDER_FAILED */
export function finishPush(fields: Partial<PushContent>): RenderedPush {
  const { title, body } = fields;
  if (title === undefined) throw cameOutEmpty('title');
  if (body === undefined) throw cameOutEmpty('body');
  const bytes = Object.values(fields).reduce((sum, text) => sum + encoder.encode(text).length, 0);
  if (bytes > MAX_PUSH_BYTES) {
    throw unsendable(
      'body',
      `the push has ${bytes} bytes; it has at most ${MAX_PUSH_BYTES}`,
      'shorten it, or use the truncate filter',
    );
  }
  return { channel: 'push', ...fields, title, body };
}
