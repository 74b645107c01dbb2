import type { Contender } from './contender.ts';

/** How routing drains what became due while it was down. */
export interface Restart {
  readonly pending: number;
  readonly overdue: number;
  /** From the start of its process to its readiness. */
  readonly readySeconds: number;
  /** From the start of its process to the last timer on Kafka. */
  readonly drainedSeconds: number;
}

/** They became due over the last minute of its absence. */
const OVER_MS = 60_000;

/** Sets timers that are overdue, then starts routing, which must be down. */
export async function measureRestart(routing: Contender, pending: number, overdue: number): Promise<Restart> {
  const now = Date.now();
  await routing.insert(
    Array.from({ length: overdue }, (_, n) => now - Math.ceil((n * OVER_MS) / overdue) - 1),
  );
  const begunAt = performance.now();
  const seconds = (): number => (performance.now() - begunAt) / 1000;
  const drained = routing.take(overdue).then(seconds);
  // Looked at below; until then a failure must not count as unhandled.
  drained.catch(() => undefined);
  try {
    await routing.start();
    const readySeconds = seconds();
    return { pending, overdue, readySeconds, drainedSeconds: await drained };
  } finally {
    await routing.stop();
  }
}
