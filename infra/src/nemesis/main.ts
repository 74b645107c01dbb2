/** The nemesis itself, against the packages as they are built. */
import { HermodError } from '@hermod/contracts';
import { say, step } from '../../bin/progress.mjs';
import { readOptions } from './options.ts';
import { provePlantedBugs } from './prove-planted-bugs.ts';
import { explainBreaches, tellRun } from './report.ts';
import { runAndCheck } from './run-and-check.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

/** Settings of the caller's own Hermod, such as where its providers stand, have no place here. */
function forgetSettings(): void {
  for (const name of Object.keys(process.env)) if (/^(HERMOD|OTEL)_/.test(name)) delete process.env[name];
}

async function main(): Promise<number> {
  forgetSettings();
  const options = readOptions(process.argv.slice(2));
  if (options.planted.length > 0) return provePlantedBugs(options, step, say, ending.signal);
  say(`  seed ${options.seed}`);
  const run = await runAndCheck({ ...options, env: {} }, step, ending.signal);
  for (const line of tellRun(run)) say(line);
  for (const line of explainBreaches(run, options)) say(line);
  say(`${run.held.length} passed, ${run.broken.length} failed`);
  return run.broken.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const words = error instanceof HermodError ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(ending.signal.aborted ? '\nStopped.\n' : `\n${words}\n`);
    process.exit(1);
  },
);
