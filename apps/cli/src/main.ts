import { closest } from '@hermod/contracts';
import { COMMANDS } from './commands.ts';
import type { Surroundings } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Failure, failureOf, UsageError } from './failure.ts';
import { showCommandHelp, showHelp } from './help.ts';
import { Output, paint, wantsColours } from './terminal/output.ts';

/**
 * Runs one call of `hermod` and tells how it ended. Never rejects: a failure is told in words on the error output, with
 * `--json` as a JSON document on the standard output.
 * @param args without the program's name.
 */
export async function main(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  try {
    return await dispatch(args, around);
  } catch (error) {
    const failure = failureOf(error);
    if (args.includes('--json')) around.out.json({ error: asJson(failure) });
    else tellFailure(around.err, failure, args[0]);
    return failure instanceof UsageError ? EXIT.usage : EXIT.findings;
  }
}

async function dispatch(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) {
    showHelp(around.err, COMMANDS);
    return EXIT.usage;
  }
  if (name === '--version' || name === 'version') {
    around.out.line((await import('./version.ts')).version());
    return EXIT.fine;
  }
  const asksForHelp = name === 'help' || name === '--help' || name === '-h';
  const asked = asksForHelp ? rest[0] : name;
  if (asked === undefined) {
    showHelp(around.out, COMMANDS);
    return EXIT.fine;
  }
  const command = await find(asked);
  if (asksForHelp || wantsHelp(rest)) {
    showCommandHelp(around.out, command);
    return EXIT.fine;
  }
  return command.run(rest, around);
}

async function find(name: string) {
  const listed = COMMANDS.find((command) => command.name === name);
  if (listed !== undefined) return listed.load();
  const near = closest(
    name,
    COMMANDS.map((command) => command.name),
  );
  const hint = near === undefined ? '`hermod help` lists them' : `did you mean \`hermod ${near}\`?`;
  throw new UsageError(`there is no command ${name}`, hint);
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

function tellFailure(err: Output, failure: Failure, command: string | undefined): void {
  const { message, field, fix, problems } = failure;
  const where = field === undefined || problems.length > 1 ? '' : ` (${field})`;
  err.line(paint('red', 'hermod: '), message, paint('dim', where));
  if (problems.length > 1) {
    for (const problem of problems) err.line('  ', paint('bold', problem.field), '  ', problem.message);
  }
  if (fix !== undefined && fix !== message) err.line(paint('dim', '  fix: '), fix);
  if (failure instanceof UsageError && COMMANDS.some(({ name }) => name === command))
    err.line(`  hermod ${command} --help shows how it is called`);
}

function asJson({ code, message, field, fix, problems }: Failure): object {
  return { code, detail: message, field, fix, ...(problems.length === 0 ? {} : { problems }) };
}

/** Runs this process' call, and ends it: at once on Ctrl-C, quietly when nobody reads on. */
export async function runProcess(): Promise<void> {
  process.removeAllListeners('warning').on('warning', tellWarning);
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  process.stdout.on('error', endOfPipe);
  process.stderr.on('error', endOfPipe);
  const { env, stdout, stderr } = process;
  const { readAll } = await import('./terminal/read-all.ts');
  process.exitCode = await main(process.argv.slice(2), {
    env,
    cwd: process.cwd(),
    out: new Output(stdout, wantsColours(stdout, env)),
    err: new Output(stderr, wantsColours(stderr, env)),
    readInput: (maxBytes) => readAll(process.stdin, maxBytes),
  });
}

/** kafkajs arms a timer in the past when nothing is throttled; nobody can do anything about it. */
function tellWarning({ name, message }: Error): void {
  if (name !== 'TimeoutNegativeWarning') process.stderr.write(`${name}: ${message}\n`);
}

/** `hermod … | head` closes the pipe when it has read enough. */
function endOfPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.fine);
  throw error;
}
