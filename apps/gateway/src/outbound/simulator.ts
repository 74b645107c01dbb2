import { HermodError } from '@hermod/contracts';

/** What the simulator said. */
export interface SimulatorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

const DEADLINE_MS = 8_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** The outside world of a local Hermod; there is none in a deployment. */
export class Simulator {
  readonly #origin: string | undefined;
  /** @param origin where it listens; undefined when there is none. */
  constructor(origin: string | undefined) {
    this.#origin = origin;
  }

  /**
   * Asks the simulator. Neither the key nor any other header goes there.
   * @throws HermodError NOT_FOUND without a simulator, SERVICE_UNAVAILABLE, BAD_GATEWAY over 4 MiB.
   */
  async ask(method: string, path: string, body: Buffer | undefined): Promise<SimulatorAnswer> {
    if (this.#origin === undefined)
      throw new HermodError('NOT_FOUND', 'no simulator runs here', { fix: 'start one with `npm start`' });
    try {
      const answer = await fetch(this.#origin + path, {
        method,
        ...(body === undefined
          ? {}
          : { body: new Uint8Array(body), headers: { 'content-type': 'application/json' } }),
        redirect: 'error',
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      const contentType = answer.headers.get('content-type') ?? 'application/octet-stream';
      return { status: answer.status, contentType, body: await bytesOf(answer) };
    } catch (cause) {
      if (cause instanceof HermodError) throw cause;
      throw new HermodError('SERVICE_UNAVAILABLE', 'the simulator does not answer', {
        fix: 'try again in a moment',
        cause,
      });
    }
  }
}

async function bytesOf(answer: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new HermodError('BAD_GATEWAY', 'the simulator answered with too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
