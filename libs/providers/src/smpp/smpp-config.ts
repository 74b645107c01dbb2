import { isTimeZone } from '@hermod/calendar';
import { z } from 'zod';
import { accountFields, Secret } from '../config-fields.ts';

/** As TON and NPI are told apart: E.164, a short code, or a name of at most 11 characters (SMPP 3.4, 5.2.5). */
export const SENDER = /^(?:\+[1-9]\d{3,14}|\d{3,8}|(?=.*[A-Za-z])[\w &.-]{1,11})$/;

const { baseUrl: _, ...account } = accountFields({ baseUrl: '', windowSize: 10, ratePerSecond: 100 });

/** An account at an SMSC: a transmitter in each lane of delivery, a receiver in receipts. */
export const SmppConfig = z.strictObject({
  type: z.literal('smpp'),
  ...account,
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(1).max(65_535).default(2775),
  /** TLS with the usual checks of the certificate. */
  tls: z.boolean().default(false),
  /** SMPP 3.4, 4.1: at most 15 and 8 octets. */
  systemId: z.string().min(1).max(15, 'a system_id has at most 15 characters'),
  password: Secret.max(8, 'an SMPP password has at most 8 characters'),
  systemType: z.string().max(12, 'a system_type has at most 12 characters').default(''),
  /**
   * `pair`: delivery binds as a transmitter, receipts as a receiver. `transceivers`: both bind as one, for SMSCs that take nothing
   * else; what is brought over delivery's is turned away for the moment (ESME_RX_T_APPN), so that it comes over the other.
   */
  bindAs: z.enum(['pair', 'transceivers']).default('pair'),
  /** Unless the hand-over names one. */
  sender: z
    .string()
    .regex(SENDER, 'a number in E.164, a short code, or a name of at most 11 letters and digits'),
  /** After so long without a word an enquire_link asks whether the SMSC is there. */
  enquireLinkSeconds: z.number().min(1).max(600).default(30),
  /** How long the SMSC may take to answer; silence after that ends the connection. */
  timeoutMs: z.int().min(100).max(60_000).default(30_000),
  /** How what is longer than one message travels. `udh` is what most networks take. */
  longMessages: z.enum(['udh', 'sar', 'payload']).default('udh'),
  /**
   * How ids of receipts differ from those of answers. `auto` takes an id with a letter as hexadecimal and one of digits as
   * decimal, which is wrong for hexadecimal ids that happen to have no letter: name the way where the SMSC has one.
   */
  receiptIds: z.enum(['auto', 'hex-to-decimal', 'decimal-to-hex', 'exact']).default('auto'),
  /** The zone of the dates in receipts (IANA); without it a receipt counts from when it is read. */
  timeZone: z.string().refine(isTimeZone, 'a time zone such as Europe/Stockholm').optional(),
});
export type SmppConfig = z.infer<typeof SmppConfig>;
