import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** How one simulator is set up. Everything has a default that works on one machine. */
export interface Settings {
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Interface to listen on: loopback, or in a container the one of its network. */
  readonly host: string;
  /** The gateway, without a trailing slash: inbound texts and app signals go there. */
  readonly publicUrl: string;
  /** Folder of the ledger file; made when it is missing. */
  readonly dataFolder: string;
  /** Signs Twilio webhooks of accounts that never authenticated here with a token of their own. */
  readonly twilioAuthToken: string;
  /** Client token of RCS agents: signs their webhooks. */
  readonly rbmClientToken: string;
  /** Port of the mail server of `sim.test`; 0 takes a free one. */
  readonly smtpPort: number;
  /** Signs mail that comes back to Hermod, as the account's `inboundSecret` does. */
  readonly smtpInboundSecret: string;
  /** Port of the SMSC; 0 takes a free one. */
  readonly smppPort: number;
  /** Who may bind, with which password. */
  readonly smppSystemId: string;
  readonly smppPassword: string;
  /** Key of the HMAC on receipts of the `sim` protocol. */
  readonly simSecret: string;
}

const WebUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .transform((url) => url.replace(/\/+$/, ''));

/** Where a simulator on a free port takes a free one for mail as well. */
const STANDARD_SMTP_PORT = 2525;
/** As for mail. */
const STANDARD_SMPP_PORT = 2775;

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  HERMOD_HOST: z.string().min(1).default('127.0.0.1'),
  HERMOD_PUBLIC_URL: WebUrl.default('http://127.0.0.1:8080'),
  HERMOD_SIMULATOR_DATA: z
    .string()
    .min(1)
    .default(() => join(tmpdir(), `hermod-simulator-${process.pid}`)),
  HERMOD_SIM_TWILIO_AUTH_TOKEN: z.string().min(1).default('sim-auth-token'),
  HERMOD_SIM_RBM_CLIENT_TOKEN: z.string().min(1).default('sim-client-token'),
  HERMOD_SMTP_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  HERMOD_SIM_SMTP_INBOUND_SECRET: z.string().min(16).default('sim-inbound-secret'),
  HERMOD_SMPP_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  HERMOD_SIM_SMPP_SYSTEM_ID: z.string().min(1).max(15).default('hermod'),
  HERMOD_SIM_SMPP_PASSWORD: z.string().min(1).max(8).default('sim-pass'),
  HERMOD_SIM_SECRET: z.string().min(1).default('sim-secret'),
});

/**
 * Reads the settings from an environment (see the names above).
 * @throws Error with one sentence that names each variable that can't be used.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The simulator can't start. ${wrong.join('; ')}.`, { cause: parsed.error });
  }
  return {
    port: parsed.data.PORT,
    host: parsed.data.HERMOD_HOST,
    publicUrl: parsed.data.HERMOD_PUBLIC_URL,
    dataFolder: parsed.data.HERMOD_SIMULATOR_DATA,
    twilioAuthToken: parsed.data.HERMOD_SIM_TWILIO_AUTH_TOKEN,
    rbmClientToken: parsed.data.HERMOD_SIM_RBM_CLIENT_TOKEN,
    smtpPort: parsed.data.HERMOD_SMTP_PORT ?? (parsed.data.PORT === 0 ? 0 : STANDARD_SMTP_PORT),
    smtpInboundSecret: parsed.data.HERMOD_SIM_SMTP_INBOUND_SECRET,
    smppPort: parsed.data.HERMOD_SMPP_PORT ?? (parsed.data.PORT === 0 ? 0 : STANDARD_SMPP_PORT),
    smppSystemId: parsed.data.HERMOD_SIM_SMPP_SYSTEM_ID,
    smppPassword: parsed.data.HERMOD_SIM_SMPP_PASSWORD,
    simSecret: parsed.data.HERMOD_SIM_SECRET,
  };
}
