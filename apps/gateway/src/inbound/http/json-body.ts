import { z } from 'zod';

/** The schema of a JSON body: the gateway's own routes get bytes, like all that it passes on. */
export function jsonBody<T>(schema: z.ZodType<T>): z.ZodType<T, unknown> {
  return z
    .unknown()
    .transform((body, context): unknown => {
      try {
        return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
      } catch {
        context.addIssue({ code: 'custom', message: 'send one JSON document in UTF-8' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
