/** Every operation of the API, tried on the packages as they are built. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say, step } from '../../bin/progress.mjs';
import { runExperiment } from '../system/run-experiment.ts';
import { startSystem } from '../system/system.ts';
import { installSchemathesis } from './install.ts';
import { makeThings } from './known-things.ts';
import { readOptions } from './options.ts';
import { tryApi } from './try-api.ts';

/** Two of five requests go to things that exist. */
const KNOWN_SHARE = 0.4;

runExperiment(async (signal) => {
  const { cases, seed } = readOptions(process.argv.slice(2));
  const program = await step('Finding schemathesis', installSchemathesis, (found) => found);
  const folder = mkdtempSync(join(tmpdir(), 'hermod-schemathesis-'));
  const system = await startSystem({ dataDir: folder, ports: 'free', step, signal });
  try {
    const known = await makeThings(system, signal);
    const toKnown = Math.ceil(cases * KNOWN_SHARE);
    const tried = [
      await tryApi(program, system, folder, { cases: cases - toKnown, seed }),
      await tryApi(program, system, folder, { cases: toKnown, seed, known }),
    ];
    const failed = tried.reduce((sum, { failures }) => sum + failures, 0);
    const requests = tried.reduce((sum, pass) => sum + pass.cases, 0);
    for (const { report } of tried) if (report !== '') say(report);
    say(`${requests} cases, seed ${seed}`);
    say(`${requests - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
