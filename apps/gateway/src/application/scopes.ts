import { z } from 'zod';

/**
 * What a key may do. `events`: hand in domain events; `signals`: report what an app saw; `read`: look at everything;
 * `design`: journeys and templates; `operate`: recipients, consents, dead letters; `admin`: keys, and so everything.
 */
export const SCOPES = ['events', 'signals', 'read', 'design', 'operate', 'admin'] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;
