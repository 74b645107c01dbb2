/** The benchmark of SMPP: messages a second through one bind, against jsmpp's SMSC. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startJsmpp } from '@hermod/embedded';
import { say, step } from '../../../bin/progress.mjs';
import { silently } from '../../system/foundation.ts';
import { runExperiment } from '../../system/run-experiment.ts';
import { measureSmpp, type SmppRound } from './measure-smpp.ts';
import { readSmppOptions } from './options.ts';

runExperiment(async (signal) => {
  // The first argument is the word `smpp`.
  const options = readSmppOptions(process.argv.slice(3));
  const told = options.isJson ? silently : step;
  const folder = mkdtempSync(join(tmpdir(), 'hermod-smpp-'));
  const smsc = await told("Starting jsmpp's SMSC", () => startJsmpp(folder));
  try {
    const rounds = await told(`${options.rounds} rounds of ${options.messages} messages`, () =>
      measureSmpp(smsc, options, signal),
    );
    const load = loadavg()[0]!;
    if (options.isJson)
      say(
        JSON.stringify(
          { at: new Date().toISOString(), cpu: cpus()[0]?.model, load, options, rounds },
          null,
          2,
        ),
      );
    else for (const round of rounds) say(lineOf(round, options.messages));
    if (!options.isJson) say(`  one bind, window ${options.window}; load average ${load.toFixed(1)}`);
    return rounds.every(({ accepted }) => accepted === options.messages) ? 0 : 1;
  } finally {
    await smsc.stop();
    rmSync(folder, { recursive: true });
  }
});

function lineOf({ perSecond, p99Ms, accepted, again }: SmppRound, messages: number): string {
  const rate = perSecond.toLocaleString('en', { maximumFractionDigits: 0 });
  return `  ${rate.padStart(8)} messages a second, p99 ${p99Ms.toFixed(1)} ms, ${accepted} of ${messages} accepted under ids of their own, ${again} turned away at first`;
}
