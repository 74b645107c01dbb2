/** `npm run nemesis`: a load of journeys while everything fails in turn, and a check of what was promised. */
import { fileURLToPath } from 'node:url';
import { runBuilt } from './system/built-command.ts';
import { readOptions } from './nemesis/options.ts';

runBuilt(fileURLToPath(new URL('./nemesis/main.ts', import.meta.url)), (args) => {
  readOptions(args);
  return { isQuiet: false };
});
