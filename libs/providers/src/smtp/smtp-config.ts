import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { accountFields, Secret } from '../config-fields.ts';

const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const Domain = z
  .string()
  .toLowerCase()
  .regex(DOMAIN, 'a domain is such as mail.shop.example; write others as Punycode');
const Mailbox = z.email('a mailbox is such as hello@shop.example');

/** Without line breaks: it stands in a header. */
const DisplayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'a name has no line breaks');

/** RSA, in PEM: of the keys of RFC 6376 and 8463 the one that every receiver knows. */
const DkimKey = Secret.superRefine((pem, context) => {
  if (isRsaKey(pem)) return;
  // The text is a secret: say what it should be, not what it is.
  context.addIssue('this is no RSA key of at least 2,048 bits in PEM');
});

function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  } catch {
    // No key at all; the error quotes nothing, and neither do we.
    return false;
  }
}

const {
  baseUrl: _url,
  countries: _countries,
  ...limits
} = accountFields({
  baseUrl: 'http://unused.invalid',
  windowSize: 10,
  ratePerSecond: 50,
});

/** A mail server that takes our mail, as a relay of one's own or a provider's submission port (RFC 6409). */
export const SmtpConfig = z.strictObject({
  type: z.literal('smtp'),
  ...limits,
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).default(587),
  /** TLS from the first octet on, as on port 465. */
  secure: z.boolean().default(false),
  /** Without `secure`: nothing is said before STARTTLS; false only towards a server on the same machine. */
  requireTls: z.boolean().default(true),
  auth: z.strictObject({ user: z.string().min(1), pass: Secret }).optional(),
  /** Who it is from. The sender of a hand-over takes its place: `a@b.example`, `Name <a@b.example>`, or only a name. */
  from: z.strictObject({ name: DisplayName.optional(), address: Mailbox }),
  /** Where answers go that people read themselves; without it they come back to Hermod and answer the message. */
  replyTo: Mailbox.optional(),
  /** The domain of the addresses that bounces and answers come back to; its MX hands them to `/webhooks/<id>`. */
  returnPathDomain: Domain,
  /**
   * The organizer of invitations whose `uid` has several versions: calendars take a change from the same organizer only.
   * Without it each invitation is answered to an address of its own, which tells Hermod what it answers.
   */
  organizer: Mailbox.optional(),
  dkim: z.strictObject({ domain: Domain, selector: Domain, privateKey: DkimKey }).optional(),
  /** The sender of Feedback-ID, by which mailbox providers tell complaints apart. */
  feedbackId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{5,15}$/, 'a feedback id has 5 to 15 letters, digits, dots, dashes')
    .optional(),
  /** Signs the addresses that mail comes back to, and the webhooks that bring it. */
  inboundSecret: Secret.min(16, 'this secret has at least 16 characters'),
});
export type SmtpConfig = z.infer<typeof SmtpConfig>;
