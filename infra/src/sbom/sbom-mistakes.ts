import { nameIn, type Component, type Sbom, type Workspace } from './make-sbom.ts';

/** Licences that ask for no more than to be named; docs/deployment.md lists them too. */
export const ACCEPTED_LICENCES = [
  'Apache-2.0',
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Python-2.0',
  'PSF-2.0',
  // The data of date-holidays, which Hermod uses as it is.
  'CC-BY-3.0',
  // Of ical.js, which Hermod uses as it is: whoever changes its files gives them out.
  'MPL-2.0',
  'Unlicense',
  'CC0-1.0',
] as const;

const ACCEPTED: ReadonlySet<string> = new Set(ACCEPTED_LICENCES);

/**
 * What is wrong with a list: a package of ours or a dependency of one is missing, or something is under a licence that
 * nobody accepted, or under none.
 */
export function sbomMistakes(sbom: Sbom, workspaces: readonly Workspace[]): string[] {
  if (sbom.bomFormat !== 'CycloneDX') return ['this is no CycloneDX'];
  const listed = new Set(sbom.components.map(fullName));
  const own = new Set(workspaces.map(({ name }) => name));
  const wanted = new Set(
    workspaces.flatMap(({ name, dependencies }) => [name, ...Object.keys(dependencies)]),
  );
  return [
    ...[...wanted].filter((name) => !listed.has(name)).map((name) => `${name} is missing`),
    ...sbom.components
      .filter((component) => !own.has(fullName(component)))
      .filter((component) => !isAccepted(component))
      .map(
        (component) =>
          `${fullName(component)} ${component.version}: ${licencesOf(component) || 'no licence'}`,
      ),
  ];
}

/** With its scope, which stands in the reference only. */
const fullName = (component: Component): string => nameIn(component['bom-ref']);

function licencesOf({ licenses = [] }: Component): string {
  return licenses.map(({ license, expression }) => license?.id ?? expression ?? '').join(' AND ');
}

/** Of a choice one has to be accepted, of a sum all. */
function isAccepted(component: Component): boolean {
  const all = licencesOf(component).replaceAll(/[()]/g, '').split(' AND ');
  return all.every((choice) => choice.split(' OR ').some((one) => ACCEPTED.has(one.trim())));
}
