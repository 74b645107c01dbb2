import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removePidFile, stopLeftover, writePidFile } from '@hermod/embedded';

/**
 * Makes this process the one that runs the system in a folder: refuses when another one does, and stops what
 * one that was killed has left running (services first, then database and broker), so that it holds no port.
 * @returns gives the folder back
 * @throws HermodError ALREADY_RUNNING.
 */
export async function claim(dataDir: string): Promise<() => void> {
  const own = join(dataDir, 'start.pid');
  await stopLeftover(own, 'Hermod');
  writePidFile(own, process.pid);
  const services = readdirSync(join(dataDir, 'pids')).map((file) => join(dataDir, 'pids', file));
  await Promise.all(services.map((file) => stopLeftover(file, 'a service')));
  await stopLeftover(join(dataDir, 'postgres', 'postgres.pid'), 'PostgreSQL', 'SIGINT');
  await stopLeftover(join(dataDir, 'kafka', 'kafka.pid'), 'Kafka');
  return () => removePidFile(own);
}

/** Stops what a run that was killed left behind in a folder, and removes its data. */
export async function clearFolder(dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'pids'))) {
    const release = await claim(dataDir);
    release();
  }
  rmSync(dataDir, { recursive: true, force: true });
}
