import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.ts';

const REFERENCE = readFileSync(new URL('../../../docs/reference/cli.md', import.meta.url), 'utf8').replaceAll(
  '\\|',
  '|',
);

/** Commands are loaded when they are called, and on a busy machine that takes its time. */
const LOADS_COMMANDS = { timeout: 30_000 };

describe('docs/reference/cli.md', LOADS_COMMANDS, () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'has %s as it is called',
    async (_name, listed) => {
      const { usage, options } = await listed.load();
      expect(REFERENCE).toContain(`hermod ${usage[0]}`);
      for (const [option] of options) expect(REFERENCE).toContain(option.split(' ')[0]);
    },
  );
});
