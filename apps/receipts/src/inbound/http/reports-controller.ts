import { randomUUID } from 'node:crypto';
import {
  type ForwardedReport,
  REPORT_BATCH_PATH,
  type ReportAnswer,
  type ReportAnswers,
  ReportBatch,
} from '@hermod/contracts';
import { PROBLEM_CONTENT_TYPE, problemOf } from '@hermod/http';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ReceiveWebhook } from '../../application/receive-webhook.ts';
import { SignalReader } from './signal-reader.ts';

const WEBHOOK = /^\/webhooks\/([^/]+)$/;
const JSON_TYPE = 'application/json; charset=utf-8';

/** Webhooks and signals as the gateway joins them. Each is answered for itself; a bad one spoils no other. */
@Controller(REPORT_BATCH_PATH)
export class ReportsController {
  readonly #receiveWebhook: ReceiveWebhook;
  readonly #signals: SignalReader;
  readonly #log: Logger;

  constructor(
    @Inject(ReceiveWebhook) receiveWebhook: ReceiveWebhook,
    @Inject(SignalReader) signals: SignalReader,
    @Inject(LOG) log: Logger,
  ) {
    this.#receiveWebhook = receiveWebhook;
    this.#signals = signals;
    this.#log = log;
  }

  @Post()
  @HttpCode(200)
  async report(@Body({ schema: ReportBatch }) { reports }: ReportBatch): Promise<ReportAnswers> {
    return { answers: await Promise.all(reports.map((report) => this.#answer(report))) };
  }

  async #answer(report: ForwardedReport): Promise<ReportAnswer> {
    try {
      const provider = WEBHOOK.exec(report.path)?.[1];
      if (provider === undefined) {
        await this.#signals.take(Buffer.from(report.body, 'latin1'), report.scopes);
        return { status: 202, contentType: JSON_TYPE, body: '{"recorded":true}' };
      }
      const { status, contentType, body } = await this.#receiveWebhook.execute(provider, toRequest(report));
      return { status, contentType, body };
    } catch (error) {
      return this.#toProblem(error, report.path);
    }
  }

  #toProblem(error: unknown, instance: string): ReportAnswer {
    const problem = problemOf(error, { instance, reference: randomUUID() });
    if (problem.status >= 500)
      this.#log.error({ err: error, reference: problem.reference }, 'a report failed');
    return { status: problem.status, contentType: PROBLEM_CONTENT_TYPE, body: JSON.stringify(problem) };
  }
}

function toRequest({ path, headers, body }: ForwardedReport): Parameters<ReceiveWebhook['execute']>[1] {
  const called = headers['x-hermod-public-url'];
  const url = typeof called === 'string' ? called : path;
  return { method: 'POST', url, headers, rawBody: Buffer.from(body, 'latin1') };
}
