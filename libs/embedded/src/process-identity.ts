import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process started, as an opaque text; undefined when there is none with that id. Ids are used again,
 * a pair of id and start is not: so a process of a run that crashed is never mistaken for someone else's.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return startOnLinux(pid);
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 });
  const text = answer.stdout?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** Field 22 of proc_pid_stat(5), in clock ticks since boot. The name in field 2 may hold spaces and brackets. */
function startOnLinux(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isZombie = fields[0] === 'Z';
  return isZombie ? undefined : fields[19];
}

/** A process and the moment it started. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

/** The identity of a living process, or undefined. */
export function identify(pid: number): ProcessIdentity | undefined {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, start };
}

/** True while exactly this process lives, not a later one with its id. */
export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.start;
}
