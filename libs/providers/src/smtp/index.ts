import { providerKind } from '../provider-kind.ts';
import { openSmtpReceiptReader } from './inbound/smtp-receipts.ts';
import { SmtpConfig } from './smtp-config.ts';
import { openSmtpProvider } from './smtp-provider.ts';

/** Mail by SMTP, and what comes back of it: bounces, complaints, answers. */
export const smtp = providerKind({
  config: SmtpConfig,
  open: (config) => openSmtpProvider(config),
  openReader: openSmtpReceiptReader,
});
