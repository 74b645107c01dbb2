import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '@hermod/embedded';

const run = promisify(execFile);
const DEADLINE_MS = 60_000;
const MOST_BYTES = 32 * 1024 * 1024;

/** A part of CycloneDX 1.5, as far as it is read here. */
export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string };
    readonly expression?: string;
  }[];
}

/** A CycloneDX list of what software is made of. */
export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** A package of this repository. */
export interface Workspace {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The packages that run in production or start what does: all but those that only test. */
export function productionWorkspaces(): Workspace[] {
  return globSync('{libs,apps}/*/package.json', { cwd: REPOSITORY, exclude: ['libs/testing/package.json'] })
    .concat('infra/package.json')
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(REPOSITORY, file), 'utf8')) as Partial<Workspace>)
    .map(({ name = '', version = '', dependencies = {} }) => ({ name, version, dependencies }));
}

/** Lists what the lock file installs for production, by `npm sbom`. */
export async function makeSbom(): Promise<Sbom> {
  // Not with --omit=dev: npm then also leaves out what one package needs to run and another to test.
  const { stdout } = await run('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    cwd: REPOSITORY,
    timeout: DEADLINE_MS,
    maxBuffer: MOST_BYTES,
  });
  const sbom = reachable(JSON.parse(stdout) as Sbom, productionWorkspaces());
  const { name, version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Workspace;
  // npm takes the name from the folder that the repository happens to be in.
  return {
    ...sbom,
    metadata: { ...sbom.metadata, component: { ...sbom.metadata.component, name, version } },
  };
}

/** The list without what these packages don't need in order to run. */
export function reachable(sbom: Sbom, workspaces: readonly Workspace[]): Sbom {
  const own = new Map(workspaces.map((workspace) => [workspace.name, workspace]));
  const edges = new Map(
    sbom.dependencies.map(({ ref, dependsOn }) => {
      const workspace = own.get(nameIn(ref));
      const needed = (to: string): boolean => nameIn(to) in (workspace?.dependencies ?? {});
      return [ref, workspace === undefined ? dependsOn : dependsOn.filter(needed)];
    }),
  );
  const found = new Set(sbom.dependencies.map(({ ref }) => ref).filter((ref) => own.has(nameIn(ref))));
  // Whatever is added while the set is walked through is walked through as well.
  for (const ref of found) for (const next of edges.get(ref) ?? []) found.add(next);
  return {
    ...sbom,
    components: sbom.components.filter((component) => found.has(component['bom-ref'])),
    dependencies: sbom.dependencies
      .filter(({ ref }) => found.has(ref))
      .map(({ ref }) => ({ ref, dependsOn: edges.get(ref) ?? [] })),
  };
}

/** The name in a reference such as `@nestjs/core@12.5.1`. */
export function nameIn(ref: string): string {
  return ref.replace(/(?<=.)@[^@]*$/, '');
}
