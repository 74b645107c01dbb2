import { z } from 'zod';

/**
 * Webhooks and signals on their way from the gateway to receipts: many in one request, because each by itself
 * costs more in HTTP than in what it says. Off the flow: nothing of it goes to Kafka as it is.
 */
export const ReportBatch = z.object({
  reports: z
    .array(
      z.object({
        /** Path without its query, such as `/webhooks/twilio` or `/v1/signals`. */
        path: z.string(),
        headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
        /** The untouched body, a character for each byte (latin1): signatures cover the bytes. */
        body: z.string(),
        /** What the caller's key may do; empty without a key. */
        scopes: z.array(z.string()),
      }),
    )
    .max(200),
});
export type ReportBatch = z.infer<typeof ReportBatch>;
export type ForwardedReport = ReportBatch['reports'][number];

/** What to answer each, in the order in which they came. */
export interface ReportAnswers {
  readonly answers: readonly ReportAnswer[];
}

export interface ReportAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Where receipts takes such batches; the gateway passes nobody else through to it. */
export const REPORT_BATCH_PATH = '/reports';
