/** The simulator as a process of its own. Settings: see config.ts. SIGTERM and SIGINT end it in order. */
import { readSettings } from './config.ts';
import { createSimulator } from './create-simulator.ts';

try {
  const simulator = await createSimulator(readSettings(process.env));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void simulator.close());
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
