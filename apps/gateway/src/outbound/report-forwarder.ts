import {
  type ForwardedReport,
  HermodError,
  REPORT_BATCH_PATH,
  type ReportAnswer,
  type ReportAnswers,
} from '@hermod/contracts';
import { microBatch } from '@hermod/http';
import { readAnswer, type Services } from './services.ts';

/** What arrives within this time goes on together. */
const WAIT_MS = 4;
const MOST_AT_ONCE = 50;
/** What is larger goes on alone, so that a batch fits into a request. */
const MOST_JOINED_BYTES = 20_000;
/** A signal has at most this many bytes. */
const MOST_SIGNAL_BYTES = 20_000;
/** A webhook may bring a whole message of RCS in base64. */
const MOST_WEBHOOK_BYTES = 64_000;

/**
 * A mail that a mail server passes on has at most this many; it goes on alone. As text in JSON it may take twice as many, of the
 * 1 MiB that receipts takes.
 */
const MOST_MAIL_BYTES = 400_000;

/** Joins webhooks and signals into requests to receipts. Each has an answer of its own. */
export class ReportForwarder {
  readonly #services: Services;
  readonly #joinPublic: (report: ForwardedReport) => Promise<ReportAnswer>;
  readonly #joinKeyed: (report: ForwardedReport) => Promise<ReportAnswer>;

  constructor(services: Services) {
    this.#services = services;
    const batch = { maxItems: MOST_AT_ONCE, waitMs: WAIT_MS, triesAlone: () => false };
    this.#joinPublic = microBatch((reports) => send(services, reports), batch);
    // Signals with a key have to be looked up, which may take time: they hold up nobody's webhook.
    this.#joinKeyed = microBatch((reports) => send(services, reports), batch);
  }

  /**
   * Resolves with receipts' answer, once Kafka has what the report says.
   * @throws HermodError WEBHOOK_TOO_LARGE, or that receipts can't be reached
   */
  forward(report: ForwardedReport): Promise<ReportAnswer> {
    const { what, most, fix } = limitOf(report);
    if (report.body.length > most) return Promise.reject(tooLarge(what, most, fix));
    if (isMail(report) || report.body.length > MOST_JOINED_BYTES) return this.#forwardAlone(report);
    return report.scopes.length === 0 ? this.#joinPublic(report) : this.#joinKeyed(report);
  }

  async #forwardAlone(report: ForwardedReport): Promise<ReportAnswer> {
    const [answer] = await send(this.#services, [report]);
    if (answer === undefined) throw new HermodError('BAD_GATEWAY', 'receipts has answered nothing');
    return answer;
  }
}

function limitOf(report: ForwardedReport): { what: string; most: number; fix: string } {
  if (isMail(report)) {
    const fix = 'pass on its beginning: what comes after it is not read';
    return { what: 'a mail', most: MOST_MAIL_BYTES, fix };
  }
  const fix = 'send less in one request';
  return report.path.startsWith('/webhooks/')
    ? { what: 'a webhook', most: MOST_WEBHOOK_BYTES, fix }
    : { what: 'a signal', most: MOST_SIGNAL_BYTES, fix };
}

function isMail({ path, headers }: ForwardedReport): boolean {
  const type = headers['content-type'];
  return path.startsWith('/webhooks/') && typeof type === 'string' && /^message\/rfc822\b/i.test(type);
}

function tooLarge(what: string, mostBytes: number, fix: string): HermodError {
  return new HermodError('WEBHOOK_TOO_LARGE', `${what} has at most ${mostBytes} bytes`, {
    field: 'body',
    fix,
  });
}

async function send(
  services: Services,
  reports: readonly ForwardedReport[],
): Promise<readonly ReportAnswer[]> {
  const answer = await services.ask('receipts', {
    method: 'POST',
    path: REPORT_BATCH_PATH,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ reports })),
    caller: { keyId: 'gateway', scopes: [] },
  });
  const text = await readAnswer(answer);
  if (answer.status !== 200) {
    throw new HermodError('RECEIPTS_UNAVAILABLE', 'what is reported can not be recorded right now', {
      fix: 'try again in a moment',
    });
  }
  return (JSON.parse(text) as ReportAnswers).answers;
}
