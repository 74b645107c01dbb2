import { z } from 'zod';
import { accountFields } from '../config-fields.ts';
import { GoogleAuth } from '../google/google-auth.ts';

/** A Firebase project that pushes go through. */
export const FcmConfig = z.strictObject({
  type: z.literal('fcm'),
  ...accountFields({ baseUrl: 'https://fcm.googleapis.com', windowSize: 100, ratePerSecond: 500 }),
  projectId: z.string().regex(/^[a-z0-9-]{4,40}$/, 'a project id has lower-case letters, digits and dashes'),
  auth: GoogleAuth,
});
export type FcmConfig = z.infer<typeof FcmConfig>;
