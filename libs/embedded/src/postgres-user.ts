import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { userInfo } from 'node:os';
import { HermodError } from '@hermod/contracts';

/** Whom the database runs as, when not as the one who starts it. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root; then it runs as the system user `postgres`, which is made when it isn't
 * there. Undefined: it runs as whoever starts it.
 * @throws HermodError POSTGRES_USER_MISSING.
 */
export function postgresUser(): SystemUser | undefined {
  if (userInfo().uid !== 0) return undefined;
  const found = lookUp('postgres');
  if (found !== undefined) return found;
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'pipe',
      timeout: 10_000,
    });
  } catch (cause) {
    throw noUser(cause);
  }
  const made = lookUp('postgres');
  if (made === undefined) throw noUser(undefined);
  return made;
}

function noUser(cause: unknown): HermodError {
  return new HermodError(
    'POSTGRES_USER_MISSING',
    'PostgreSQL does not run as root: make a system user for it (useradd --system postgres), or start as another user.',
    { cause },
  );
}

/** passwd(5) is read directly, because Node has no call for it. */
function lookUp(name: string): SystemUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** The outermost folder on the way to `path` that the user may not enter, or undefined. */
export function blockedFolder(path: string, user: SystemUser): string | undefined {
  const folders: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  return folders.find((folder) => {
    const stat = statSync(folder, { throwIfNoEntry: false });
    return stat !== undefined && !mayEnter(stat, user);
  });
}

function mayEnter(stat: { uid: number; gid: number; mode: number }, user: SystemUser): boolean {
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

/**
 * Refuses a place that the database's user can't reach.
 * @throws HermodError FOLDER_CLOSED that names the folder and the fix.
 */
export function requireReachable(path: string, user: SystemUser | undefined): void {
  if (user === undefined) return;
  const folder = blockedFolder(path, user);
  if (folder === undefined) return;
  throw new HermodError(
    'FOLDER_CLOSED',
    `As root, PostgreSQL runs as the user postgres, who may not enter ${folder}: run 'chmod o+x ${folder}', ` +
      'put the repository elsewhere, or start as another user.',
    { field: folder },
  );
}
