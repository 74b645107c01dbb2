import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { Agent } from 'undici';

const DEADLINE_MS = 2_000;
const MOST_CONNECTIONS = 16;
const MOST_BYTES = 1024 * 1024;

/** Delivery's internal HTTP API, off the path. Its instances take turns. */
export class DeliveryApi {
  readonly #origins: readonly string[];
  readonly #principalSecret: string;
  readonly #agent = new Agent({
    connections: MOST_CONNECTIONS,
    connect: { timeout: DEADLINE_MS },
    maxResponseSize: MOST_BYTES,
  });
  #turn = 0;

  constructor(origins: readonly string[], principalSecret: string) {
    this.#origins = origins;
    this.#principalSecret = principalSecret;
  }

  /**
   * What stands under a path, parsed from JSON; undefined where there is nothing.
   * @throws Error when delivery doesn't say so within 2 s
   */
  async get(path: string): Promise<unknown> {
    const origin = this.#origins[this.#turn++ % this.#origins.length];
    if (origin === undefined) throw new Error('HERMOD_URL_DELIVERY is not set');
    const answer = await this.#agent.request({
      origin,
      method: 'GET',
      path,
      headers: { [PRINCIPAL_HEADER]: freshPrincipal(['*'], 'receipts', this.#principalSecret) },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (answer.statusCode === 404) {
      await answer.body.dump();
      return undefined;
    }
    const body = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`delivery answered ${answer.statusCode}`);
    return JSON.parse(body) as unknown;
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }
}
