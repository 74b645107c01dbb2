import { describe, expect, it } from 'vitest';
import type { Surroundings } from './command.ts';
import { COMMANDS } from './commands.ts';
import { main } from './main.ts';
import { Output } from './terminal/output.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function hermod(...args: string[]): Promise<Ended> {
  let out = '';
  let err = '';
  const around: Surroundings = {
    env: {},
    cwd: import.meta.dirname,
    out: new Output({ write: (text) => (out += text) }, false),
    err: new Output({ write: (text) => (err += text) }, false),
    readInput: () => Promise.resolve(''),
  };
  const code = await main(args, around);
  return { code, out, err };
}

/** Commands are loaded when they are called, and on a busy machine that takes its time. */
const LOADS_COMMANDS = { timeout: 30_000 };

describe('hermod', LOADS_COMMANDS, () => {
  it('without a word shows how it is called, as an error', async () => {
    expect(await hermod()).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('validate') as string,
    });
  });

  it.each([['help'], ['--help'], ['-h']])('shows all commands with %s', async (...args) => {
    const { code, out, err } = await hermod(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { name, summary } of COMMANDS) expect(out).toMatch(new RegExp(`${name} +${summary}`));
  });

  it.each(COMMANDS.map(({ name }) => [name]))('tells how %s is called', async (name) => {
    const help = await hermod(name, '--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain(`hermod ${name}`);
    expect(await hermod('help', name)).toEqual(help);
  });

  it('tells its version', async () => {
    expect(await hermod('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });

  it('knows what was probably meant', async () => {
    const { code, out, err } = await hermod('valdate');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('did you mean `hermod validate`?');
    expect((await hermod('frobnicate')).err).toContain('`hermod help` lists them');
  });

  it.each(COMMANDS.map(({ name }) => [name]))('refuses an option that %s does not have', async (name) => {
    const { code, out, err } = await hermod(name, '--frobnicate');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain("Unknown option '--frobnicate'");
    expect(err).toContain(`hermod ${name} --help`);
  });

  it('tells a failure as JSON where JSON is asked for', async () => {
    const { code, out, err } = await hermod('validate', '--json');
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'USAGE', detail: 'there is no file to check' } });
  });

  it('shows no escape sequence that somebody wrote', async () => {
    const { err } = await hermod('\u001b[31mred');
    expect(err).not.toContain('\u001b');
  });
});
