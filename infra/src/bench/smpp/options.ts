import { CommandOptions } from '../../system/command-options.ts';

/** What `npm run bench -- smpp` was asked for. */
export interface SmppOptions {
  /** How many messages are sent in each round. */
  readonly messages: number;
  readonly rounds: number;
  /** Most submit_sm without an answer. */
  readonly window: number;
  readonly isJson: boolean;
}

/** How to call it. */
export const SMPP_USAGE = `npm run bench -- smpp [options]
  --messages <n>        messages of each round (default 5000)
  --rounds <n>          how often it is measured (default 5)
  --window <n>          most messages without an answer (default 10)
  --json                prints one JSON document instead of lines`;

const DEFINITIONS = {
  messages: { type: 'string', default: '5000' },
  rounds: { type: 'string', default: '5' },
  window: { type: 'string', default: '10' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line behind the word `smpp`.
 * @throws HermodError BENCH_OPTION that names the option and shows how to call it.
 */
export function readSmppOptions(args: readonly string[]): SmppOptions {
  const read = new CommandOptions('BENCH_OPTION', SMPP_USAGE);
  const values = read.parse(args, DEFINITIONS);
  return {
    messages: read.wholeNumber('--messages', values.messages, 1, 1_000_000),
    rounds: read.wholeNumber('--rounds', values.rounds, 1, 100),
    window: read.wholeNumber('--window', values.window, 1, 1_000),
    isJson: values.json,
  };
}
