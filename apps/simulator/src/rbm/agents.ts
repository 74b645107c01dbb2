import { z } from 'zod';

/** Body of `PUT /rbm/agents/{id}`: how people see an agent. Google knows it from the registration; no message carries it. */
export const Brand = z.strictObject({
  name: z.string().trim().min(1, 'a brand has a name').max(100),
  logo: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
});
export interface Brand {
  readonly name: string;
  readonly logo?: string;
}

/** The agent of an installation that configures nothing. */
const DEMO = ['hermod_demo_agent', { name: 'Hermod Demo' }] as const;

/** The agents that were registered, by id; others go by their id. */
export class Agents {
  readonly #brands = new Map<string, Brand>([DEMO]);

  register(id: string, brand: Brand): void {
    this.#brands.set(id, brand);
  }

  brandOf(id: string): Brand {
    return this.#brands.get(id) ?? { name: id };
  }
}
