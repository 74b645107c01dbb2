import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

/** The processes that `pid` started itself and that still live. */
export function childrenOf(pid: number): ProcessIdentity[] {
  const ids = process.platform === 'linux' ? childrenOnLinux(pid) : childrenByPs(pid);
  return ids.map(identify).filter((each) => each !== undefined);
}

/** Field 4 of proc_pid_stat(5) is the parent. */
function childrenOnLinux(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(pid);
      } catch {
        // It ended while the folder was read.
        return false;
      }
    })
    .map(Number);
}

function childrenByPs(pid: number): number[] {
  const answer = spawnSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8', timeout: 5_000 });
  return (answer.stdout ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([id]) => id!);
}

/** Sends a signal to those of them that still live. */
export function signalAll(processes: readonly ProcessIdentity[], signal: NodeJS.Signals): void {
  for (const each of processes) {
    try {
      if (isAlive(each)) process.kill(each.pid, signal);
    } catch (error) {
      // It ended by itself a moment ago.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Waits until all have ended; those that still live after `graceMs` are killed. */
export async function untilGone(processes: readonly ProcessIdentity[], graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  for (;;) {
    const left = processes.filter(isAlive);
    if (left.length === 0) return;
    if (Date.now() > deadline) signalAll(left, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
