import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { describe, expect, it } from 'vitest';
import { makeSbom, productionWorkspaces, reachable, type Sbom } from './make-sbom.ts';
import { ACCEPTED_LICENCES, sbomMistakes } from './sbom-mistakes.ts';

const own = { name: '@hermod/x', version: '0.1.0', dependencies: { 'left-pad': '1.0.0' } };
const component = (ref: string, ...licences: string[]): Sbom['components'][number] => ({
  'bom-ref': `${ref}@1.0.0`,
  name: ref,
  version: '1.0.0',
  licenses: licences.map((id) => (id.includes(' ') ? { expression: id } : { license: { id } })),
});
const listOf = (...components: Sbom['components']): Sbom => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  metadata: { component: component('hermod') },
  components,
  dependencies: [],
});

describe('the list of what Hermod is made of', () => {
  it('is whole, and holds nothing under a licence that nobody accepted', { timeout: 60_000 }, async () => {
    const sbom = await makeSbom();
    expect(sbom).toMatchObject({ specVersion: '1.5', metadata: { component: { name: 'hermod' } } });
    expect(sbomMistakes(sbom, productionWorkspaces())).toEqual([]);
  });

  it('leaves out what is only needed to test', () => {
    const list = {
      ...listOf(component('@hermod/x'), component('left-pad'), component('deep'), component('tester')),
      dependencies: [
        { ref: '@hermod/x@1.0.0', dependsOn: ['left-pad@1.0.0', 'tester@1.0.0'] },
        { ref: 'left-pad@1.0.0', dependsOn: ['deep@1.0.0'] },
        { ref: 'deep@1.0.0', dependsOn: ['left-pad@1.0.0'] },
        { ref: 'tester@1.0.0', dependsOn: ['deep@1.0.0'] },
      ],
    };
    const names = reachable(list, [own]).components.map(({ name }) => name);
    expect(names).toEqual(['@hermod/x', 'left-pad', 'deep']);
  });

  it('is held to the licences that the documents name', () => {
    const guide = readFileSync(join(REPOSITORY, 'docs/deployment.md'), 'utf8');
    for (const licence of ACCEPTED_LICENCES) expect(guide).toContain(licence);
  });
});

describe('a mistake in such a list', () => {
  it('is none when all are there and free', () => {
    const list = listOf(component('@hermod/x'), component('left-pad', '(GPL-3.0-only OR MIT)'));
    expect(sbomMistakes(list, [own])).toEqual([]);
  });

  it.each([
    ['a dependency that is missing', listOf(component('@hermod/x')), 'left-pad is missing'],
    ['a package of ours that is missing', listOf(component('left-pad', 'MIT')), '@hermod/x is missing'],
    [
      'a licence that nobody accepted',
      listOf(component('@hermod/x'), component('left-pad', 'AGPL-3.0-only')),
      'left-pad 1.0.0: AGPL-3.0-only',
    ],
    [
      'one of two licences that nobody accepted',
      listOf(component('@hermod/x'), component('left-pad', 'MIT', 'SSPL-1.0')),
      'left-pad 1.0.0: MIT AND SSPL-1.0',
    ],
    ['no licence', listOf(component('@hermod/x'), component('left-pad')), 'left-pad 1.0.0: no licence'],
  ])('is %s', (_, list, mistake) => {
    expect(sbomMistakes(list, [own])).toEqual([mistake]);
  });
});
