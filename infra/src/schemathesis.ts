/** `npm run schemathesis`: requests drawn from the OpenAPI document against a running system. */
import { fileURLToPath } from 'node:url';
import { runBuilt } from './system/built-command.ts';
import { readOptions } from './schemathesis/options.ts';

runBuilt(fileURLToPath(new URL('./schemathesis/main.ts', import.meta.url)), (args) => {
  readOptions(args);
  return { isQuiet: false };
});
