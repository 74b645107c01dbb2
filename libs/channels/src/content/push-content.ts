import { z } from 'zod';
import { address, liquid } from './fields.ts';

/** A push: what the handset shows, where a tap leads, and a picture by its address. */
export const PushContent = z.strictObject({
  title: liquid('the title of a push'),
  body: liquid('the body of a push'),
  link: address('the link of a push').optional(),
  image: address('the image of a push').optional(),
});
export type PushContent = z.infer<typeof PushContent>;
