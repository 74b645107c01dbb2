import { z } from 'zod';

export const BASES = ['express', 'existing-customer', 'inquiry', 'membership'] as const;
/**
 * What a consent rests on. `express`: the person said yes. The others are implied by something else they did: they bought
 * something, asked about it, or are members; a rule pack says where that is enough, and for how long.
 */
export const Basis = z.enum(BASES);
export type Basis = z.infer<typeof Basis>;
