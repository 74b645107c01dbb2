import { HermodError } from '@hermod/contracts';

/**
 * The process of an experiment on a system of its own: settings of the caller's own Hermod, such as where its providers
 * stand or its traces go, have no place in it; Ctrl-C ends it in order; what goes wrong is told without a stack trace
 * where it is ours.
 * @param work resolves with the exit code
 */
export function runExperiment(work: (signal: AbortSignal) => Promise<number>): void {
  for (const name of Object.keys(process.env)) if (/^(HERMOD|OTEL)_/.test(name)) delete process.env[name];
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  work(ending.signal).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const words = error instanceof HermodError ? error.message : String((error as Error).stack ?? error);
      process.stderr.write(ending.signal.aborted ? '\nStopped.\n' : `\n${words}\n`);
      process.exit(1);
    },
  );
}
