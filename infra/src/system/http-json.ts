/** A small HTTP client for the commands: a deadline and a size limit on every call. */

const MAX_BYTES = 4_000_000;

/** What came back. */
export interface Answer {
  readonly status: number;
  /** JSON, or the text when it is none. */
  readonly body: unknown;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is text, else as JSON. */
  readonly body?: unknown;
  /** Default 10 s. */
  readonly timeoutMs?: number;
}

/**
 * Makes one call.
 * @throws Error when nothing answers in time, or more than 4 MB do.
 */
export async function callHttp(url: string, call: Call = {}): Promise<Answer> {
  const isText = typeof call.body === 'string';
  const response = await fetch(url, {
    method: call.method ?? (call.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(call.body === undefined || isText ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    body: call.body === undefined ? null : isText ? call.body : JSON.stringify(call.body),
    signal: AbortSignal.timeout(call.timeoutMs ?? 10_000),
  });
  const text = await limitedText(response);
  return { status: response.status, body: jsonOr(text) };
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`${response.url} answered with more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
