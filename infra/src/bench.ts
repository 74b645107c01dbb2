/** `npm run bench`: what a journey costs. `npm run bench -- timers`: what timers cost. `-- engine`: how fast runs advance and messages are decided. `-- import`: how fast people come in. `-- smpp`: messages a second through one bind. `-- neighbours`: what a slow or failing provider does to another channel. */
import { fileURLToPath } from 'node:url';
import { readEngineOptions } from './bench/engine/options.ts';
import { readOptions } from './bench/options.ts';
import { readImportOptions } from './bench/import/options.ts';
import { readSmppOptions } from './bench/smpp/options.ts';
import { readNeighbourOptions } from './bench/neighbours/options.ts';
import { readTimerOptions } from './bench/timers/options.ts';
import { runBuilt } from './system/built-command.ts';

interface Benchmark {
  readonly main: string;
  readonly check: (args: readonly string[]) => { readonly isJson: boolean };
}

/** Of journeys, unless the first argument names another one. */
const JOURNEYS: Benchmark = { main: './bench/main.ts', check: readOptions };
const OTHERS: Readonly<Record<string, Benchmark>> = {
  timers: { main: './bench/timers/main.ts', check: (args) => readTimerOptions(args.slice(1)) },
  import: { main: './bench/import/main.ts', check: (args) => readImportOptions(args.slice(1)) },
  neighbours: {
    main: './bench/neighbours/main.ts',
    check: (args) => readNeighbourOptions(args.slice(1)),
  },
  smpp: { main: './bench/smpp/main.ts', check: (args) => readSmppOptions(args.slice(1)) },
  engine: { main: './bench/engine/main.ts', check: (args) => readEngineOptions(args.slice(1)) },
};

const [word = ''] = process.argv.slice(2);
const { main, check } = Object.hasOwn(OTHERS, word) ? OTHERS[word]! : JOURNEYS;
runBuilt(fileURLToPath(new URL(main, import.meta.url)), (args) => ({ isQuiet: check(args).isJson }));
