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
/** A webhook has at most this many bytes (Standard Webhooks: 20 kB), so a batch fits into a request. */
const MOST_BYTES = 20_000;

/** Joins webhooks and signals into requests to receipts. Each has an answer of its own. */
export class ReportForwarder {
  readonly #joinPublic: (report: ForwardedReport) => Promise<ReportAnswer>;
  readonly #joinKeyed: (report: ForwardedReport) => Promise<ReportAnswer>;

  constructor(services: Services) {
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
    const join = report.scopes.length === 0 ? this.#joinPublic : this.#joinKeyed;
    if (report.body.length <= MOST_BYTES) return join(report);
    return Promise.reject(
      new HermodError('WEBHOOK_TOO_LARGE', `a webhook or signal has at most ${MOST_BYTES} bytes`, {
        field: 'body',
        fix: 'send less in one request',
      }),
    );
  }
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
