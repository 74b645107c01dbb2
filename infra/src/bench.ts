/** `npm run bench`: what a journey costs. */
import { fileURLToPath } from 'node:url';
import { readOptions } from './bench/options.ts';
import { runBuilt } from './built-command.ts';

runBuilt(fileURLToPath(new URL('./bench/main.ts', import.meta.url)), (args) => ({
  isQuiet: readOptions(args).isJson,
}));
