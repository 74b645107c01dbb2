import type { WireRecord } from '@hermod/contracts';

/** The broker takes 1 MiB in one batch (max.message.bytes); kafkajs makes one batch per partition, however large. */
const MAX_BATCH_BYTES = 1_000_000;
const MAX_REQUEST_BYTES = 16_000_000;
/** Framing of a record and of each header. */
const FRAME_BYTES = 16;

/** Splits records, in their order, into requests of which the broker takes every partition's batch. */
export function requestsOf(records: readonly WireRecord[]): WireRecord[][] {
  const requests: WireRecord[][] = [];
  let request: WireRecord[] = [];
  let requestBytes = 0;
  let batchBytes = new Map<string, number>();
  for (const record of records) {
    const bytes = weigh(record);
    const batch = `${record.topic}/${record.partition}`;
    const isFull =
      (batchBytes.get(batch) ?? 0) + bytes > MAX_BATCH_BYTES || requestBytes + bytes > MAX_REQUEST_BYTES;
    if (isFull && request.length > 0) {
      requests.push(request);
      request = [];
      requestBytes = 0;
      batchBytes = new Map();
    }
    request.push(record);
    requestBytes += bytes;
    batchBytes.set(batch, (batchBytes.get(batch) ?? 0) + bytes);
  }
  if (request.length > 0) requests.push(request);
  return requests;
}

function weigh({ key, value, headers }: WireRecord): number {
  let bytes = FRAME_BYTES + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const [name, text] of Object.entries(headers)) {
    bytes += FRAME_BYTES + Buffer.byteLength(name) + Buffer.byteLength(text);
  }
  return bytes;
}
