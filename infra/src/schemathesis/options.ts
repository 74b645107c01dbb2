import { CommandOptions } from '../system/command-options.ts';

const USAGE = `npm run schemathesis [-- --cases 500 --seed 1]
  --cases   about how many requests are tried, over all operations (default 500)
  --seed    what is drawn follows from it (default 1)`;

export interface SchemathesisOptions {
  readonly cases: number;
  readonly seed: number;
}

/** @throws HermodError SCHEMATHESIS_OPTION */
export function readOptions(args: readonly string[]): SchemathesisOptions {
  const options = new CommandOptions('SCHEMATHESIS_OPTION', USAGE);
  const { cases = '500', seed = '1' } = options.parse(args, {
    cases: { type: 'string' },
    seed: { type: 'string' },
  });
  return {
    cases: options.wholeNumber('--cases', cases, 1, 1_000_000),
    seed: options.wholeNumber('--seed', seed, 0, 2 ** 31),
  };
}
