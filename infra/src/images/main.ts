/**
 * `npm run check-images`: carries out the steps of infra/docker/Dockerfile in an empty folder, prepares a real Kafka and a
 * real PostgreSQL with what came of it, and starts every service from it until the gateway says that all are ready.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePassableFolder, REPOSITORY } from '@hermod/embedded';
import { buildStages } from './build-stages.ts';
import { readDockerfile } from './read-dockerfile.ts';
import { startImages } from './start-images.ts';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = makePassableFolder(mkdtempSync(join(tmpdir(), 'hermod-images-')));
try {
  const stages = readDockerfile(readFileSync(join(REPOSITORY, 'infra/docker/Dockerfile'), 'utf8'));
  const ignore = readFileSync(join(REPOSITORY, '.dockerignore'), 'utf8');
  const options = { context: REPOSITORY.replace(/\/$/, ''), ignore, into: join(folder, 'stages'), tell };
  const built = await buildStages(stages, ['hermod', 'simulator'], options);
  const ready = await startImages({
    hermod: built.get('hermod')!,
    simulator: built.get('simulator')!,
    dataDir: join(folder, 'data'),
    tell,
  });
  tell(`ready: ${ready.join(', ')}`);
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
