/** The nemesis itself, against the packages as they are built. */
import { HermodError } from '@hermod/contracts';
import { say, step } from '../../bin/progress.mjs';
import { readOptions } from './options.ts';
import { runTrial } from './run-nemesis.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const evidence = await runTrial({ ...options, env: {} }, step, ending.signal);
  say(JSON.stringify({ left: evidence.left, quietAt: evidence.quietAt, faults: evidence.faults.length, calls: evidence.calls.length, facts: evidence.facts.length, stops: evidence.stops.length, signals: evidence.signals.length, poison: evidence.poison.length, dead: evidence.dead.length, runs: evidence.runs.size }));
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const words = error instanceof HermodError ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(ending.signal.aborted ? '\nStopped.\n' : `\n${words}\n`);
    process.exit(1);
  },
);
