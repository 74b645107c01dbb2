import { Inject, Injectable } from '@nestjs/common';
import { type Channel, HermodError } from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';

const DEADLINE_MS = 3_000;

/** Asks delivery which templates there are; off the path, when a journey is published. */
@Injectable()
export class TemplateCatalog {
  readonly #secret: string;
  readonly #url: string;
  constructor(@Inject(CONFIG) config: ServiceConfig) {
    this.#secret = config.principalSecret;
    this.#url = config.urls.delivery;
  }

  /**
   * The channel a template is for, or undefined when there is none of that name.
   * @throws HermodError DELIVERY_UNAVAILABLE when delivery doesn't answer in time.
   */
  async channelOf(name: string): Promise<Channel | undefined> {
    try {
      const response = await fetch(`${this.#url}/v1/templates/${encodeURIComponent(name)}`, {
        headers: { [PRINCIPAL_HEADER]: freshPrincipal(['read', 'design'], 'routing', this.#secret) },
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`delivery answered ${response.status}`);
      return ((await response.json()) as { channel: Channel }).channel;
    } catch (cause) {
      throw new HermodError('DELIVERY_UNAVAILABLE', 'the templates can not be checked right now', {
        fix: 'publish again in a moment',
        cause,
      });
    }
  }
}
