import { Inject, Injectable } from '@nestjs/common';
import { type CompiledTemplate, compileTemplate, readTemplateDocument } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';

const DEADLINE_MS = 5_000;
/** More than a journey says; what is beyond has no text. */
const MOST = 100;

/** What templates say, asked of delivery; off the path, for simulations. */
@Injectable()
export class TemplateContents {
  readonly #secret: string;
  readonly #url: string;
  constructor(@Inject(CONFIG) config: ServiceConfig) {
    this.#secret = config.principalSecret;
    this.#url = config.urls.delivery;
  }

  /**
   * Those that are there, by name.
   * @throws HermodError DELIVERY_UNAVAILABLE when delivery doesn't answer in time.
   */
  async load(names: ReadonlySet<string>): Promise<Map<string, CompiledTemplate>> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    try {
      const asked = [...names].slice(0, MOST);
      const found = await Promise.all(asked.map((name) => this.#find(name, signal)));
      return new Map(asked.flatMap((name, n) => (found[n] === undefined ? [] : [[name, found[n]] as const])));
    } catch (cause) {
      throw new HermodError('DELIVERY_UNAVAILABLE', 'the templates can not be read right now', {
        fix: 'try again in a moment',
        cause,
      });
    }
  }

  async #find(name: string, signal: AbortSignal): Promise<CompiledTemplate | undefined> {
    const response = await fetch(`${this.#url}/v1/templates/${encodeURIComponent(name)}`, {
      headers: { [PRINCIPAL_HEADER]: freshPrincipal(['read', 'design'], 'routing', this.#secret) },
      signal,
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`delivery answered ${response.status}`);
    const { channel, content, locales } = (await response.json()) as Record<string, unknown>;
    return compileTemplate(readTemplateDocument({ channel, content, locales }));
  }
}
