import { REPOSITORY } from '@hermod/embedded';
import type { Profile, ProfileNode } from './inspector.ts';

/** Where a process spent its time, largest first. Shares are of the time in which it was not idle. */
export interface ProfileSummary {
  readonly busySeconds: number;
  readonly packages: readonly Share[];
  readonly functions: readonly Share[];
}

export interface Share {
  readonly name: string;
  readonly seconds: number;
  readonly share: number;
}

/** Sums the time that each function spent itself, without those that it called. */
export function summarize(profile: Profile, most: number): ProfileSummary {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const byPackage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let busySeconds = 0;
  for (const [index, id] of profile.samples.entries()) {
    const node = nodes.get(id);
    if (node === undefined || node.callFrame.functionName === '(idle)') continue;
    const seconds = (profile.timeDeltas[index] ?? 0) / 1_000_000;
    busySeconds += seconds;
    add(byPackage, packageOf(node), seconds);
    add(byFunction, functionOf(node), seconds);
  }
  return {
    busySeconds,
    packages: largest(byPackage, busySeconds, most),
    functions: largest(byFunction, busySeconds, most),
  };
}

/** The package to which a function belongs; what has no source is named for what it is. */
export function packageOf({ callFrame: { functionName, url } }: ProfileNode): string {
  if (url === '')
    return functionName === '(program)' ? '(native code, system calls)' : functionName || '(native)';
  const installed = url.split('/node_modules/').at(-1);
  if (url.includes('/node_modules/') && installed !== undefined) {
    const [scope, name] = installed.split('/');
    return scope!.startsWith('@') ? `${scope}/${name}` : scope!;
  }
  return /\/((?:libs|apps)\/[^/]+)\//.exec(url)?.[1] ?? (url.startsWith('node:') ? 'node' : url);
}

function functionOf(node: ProfileNode): string {
  const { functionName, url, lineNumber } = node.callFrame;
  if (url === '') return packageOf(node);
  const place = url
    .replace(/^file:\/\//, '')
    .replace(REPOSITORY, '')
    .replace(/^.*node_modules\//, '');
  return `${functionName || '(anonymous)'}  ${place}:${lineNumber + 1}`;
}

function add(sums: Map<string, number>, name: string, seconds: number): void {
  sums.set(name, (sums.get(name) ?? 0) + seconds);
}

function largest(sums: ReadonlyMap<string, number>, total: number, most: number): Share[] {
  return [...sums]
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([name, seconds]) => ({ name, seconds, share: seconds / total }));
}
