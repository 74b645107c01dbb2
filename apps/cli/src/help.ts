import type { Command } from './command.ts';
import type { ListedCommand } from './commands.ts';
import { type Output, paint } from './terminal/output.ts';

const ENVIRONMENT = [
  ['HERMOD_URL', 'the gateway (default http://127.0.0.1:8080)'],
  ['HERMOD_API_KEY', 'the key (default: what stands in .hermod/api-key of the working folder)'],
  ['KAFKA_BROKERS', 'doctor: the brokers, by comma (default 127.0.0.1:9092)'],
  ['DATABASE_URL', 'doctor: the database (default: the one that `npm start` made here)'],
  ['HERMOD_PROVIDERS', 'doctor: the providers file (default: the simulator)'],
  ['NO_COLOR', 'no colours, on a terminal either'],
] as const;

const EXITS = [
  ['0', 'done, and nothing found'],
  ['1', 'not done, or something found'],
  ['2', "can't be called like that"],
] as const;

/** Shows every command, the environment and the exit codes. */
export function showHelp(out: Output, commands: readonly ListedCommand[]): void {
  out.line(
    paint('bold', 'hermod'),
    ' <command> [options]   journeys, events and their stories on a command line',
  );
  out.line();
  table(
    out,
    commands.map(({ name, summary }) => [name, summary]),
  );
  out.line();
  out.line('hermod <command> --help tells more. With --json a command answers with one JSON document.');
  section(out, 'Environment', ENVIRONMENT);
  section(out, 'Exit codes', EXITS);
}

/** Shows how one command is called. */
export function showCommandHelp(out: Output, { usage, about, options }: Command): void {
  for (const line of usage) out.line('hermod ', line);
  out.line();
  out.text(about);
  if (options.length > 0) section(out, 'Options', options);
}

type Rows = readonly (readonly [name: string, text: string])[];

function section(out: Output, title: string, rows: Rows): void {
  out.line();
  out.line(paint('bold', title));
  table(out, rows);
}

function table(out: Output, rows: Rows): void {
  const width = Math.max(...rows.map(([name]) => name.length)) + 3;
  for (const [name, text] of rows) out.line('  ', paint('cyan', name), ' '.repeat(width - name.length), text);
}
