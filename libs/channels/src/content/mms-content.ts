import { z } from 'zod';
import { address, liquid, MediaType } from './fields.ts';

/** A picture, a film, a sound, a card: by its address. */
export const MmsMedia = z.strictObject({
  url: address('the address of a medium'),
  /** What it is; told by the ending of the address where it is left out. */
  contentType: MediaType.optional(),
});

/** An MMS: at least a text or a medium. */
export const MmsContent = z.strictObject({
  text: liquid('the text of an MMS').optional(),
  media: z
    .array(MmsMedia)
    .min(1, 'an MMS without media is an SMS; write a template for sms')
    .max(10, 'an MMS has at most ten media'),
});
export type MmsContent = z.infer<typeof MmsContent>;
