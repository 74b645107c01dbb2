import type { MetricDefinition } from './metrics-defined.ts';
import { MESSAGING, PROCESS } from './metrics-of-every.ts';
import { DELIVERY, FLOW } from './metrics-of-services.ts';

/** Every metric of Hermod, in one place. `docs/metrics.md` follows from it, and a test holds the code to it. */
export const METRICS = { ...PROCESS, ...MESSAGING, ...FLOW, ...DELIVERY } as const;

/** The definitions in the order of the catalog. */
export const METRIC_DEFINITIONS: readonly MetricDefinition[] = Object.values(METRICS);
