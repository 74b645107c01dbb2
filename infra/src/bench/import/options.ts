import { CommandOptions } from '../../system/command-options.ts';

/** What `npm run bench -- import` was asked for. */
export interface ImportOptions {
  /** Rows of each import; each is a recipient with a consent and its evidence. */
  readonly rows: number;
  /** How often; each time other recipients. */
  readonly runs: number;
  readonly isJson: boolean;
}

/** How to call it. */
export const IMPORT_USAGE = `npm run bench -- import [options]
  --rows <n>            recipients with a consent each, then as many consents (default 50000)
  --runs <n>            how often, with other recipients each time (default 3)
  --json                prints one JSON document instead of a table`;

const DEFINITIONS = {
  rows: { type: 'string', default: '50000' },
  runs: { type: 'string', default: '3' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line behind the word `import`.
 * @throws HermodError BENCH_OPTION that names the option and shows how to call it.
 */
export function readImportOptions(args: readonly string[]): ImportOptions {
  const read = new CommandOptions('BENCH_OPTION', IMPORT_USAGE);
  const values = read.parse(args, DEFINITIONS);
  return {
    rows: read.wholeNumber('--rows', values.rows, 1, 100_000),
    runs: read.wholeNumber('--runs', values.runs, 1, 20),
    isJson: values.json,
  };
}
