/** How an account of a Google API says who it is; shared by the providers that are one. */
import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../config-fields.ts';

/** The three fields of Google's service account file that are needed to act for it. */
export const ServiceAccount = z.object({
  client_email: z.string().min(1),
  /** PEM, PKCS #8. */
  private_key: z.string().min(1),
  token_uri: z.url({ protocol: /^https?$/ }),
});
export type ServiceAccount = z.infer<typeof ServiceAccount>;

const ServiceAccountJson = Secret.transform((text, context): ServiceAccount => {
  try {
    const account = ServiceAccount.parse(JSON.parse(text));
    createPrivateKey(account.private_key);
    return account;
  } catch {
    // The text is a secret: say what it should be, not what it is.
    context.addIssue('this is no service account; use the JSON file that Google Cloud gives for it');
    return z.NEVER;
  }
});

/** A service account in production; a fixed token or none against something that stands in for Google. */
export const GoogleAuth = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('service-account'), key: ServiceAccountJson }),
    z.strictObject({ type: z.literal('token'), token: Secret }),
    z.strictObject({ type: z.literal('none') }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'type is one of service-account, token, none'
        : 'auth is an object such as { type: service-account, key: … }',
  },
);
export type GoogleAuth = z.infer<typeof GoogleAuth>;
