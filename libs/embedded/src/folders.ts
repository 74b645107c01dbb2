import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository; `src` and `dist` lie equally deep. */
export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** Where everything that isn't source is kept between two starts. */
export const STATE_FOLDER = join(REPOSITORY, '.hermod');

/**
 * Makes a folder that others may pass through but not list: the database's user has to reach its data in it,
 * whatever the umask.
 */
export function makePassableFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  return folder;
}
