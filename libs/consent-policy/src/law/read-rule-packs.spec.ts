import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { readRulePacks } from './read-rule-packs.ts';

const PACK = `
pack: acme
title: Acme
countries: [SE]
versions:
  - from: 2026-01-01
    sources: [{ title: Our lawyers, read: 2026-01-01 }]
`;

/** What a pack is refused for: the fields of all its problems. */
function fieldsOf(...texts: string[]): readonly string[] {
  return errorOf(...texts).problems!.map(({ field }) => field);
}

function errorOf(...texts: string[]): HermodError {
  try {
    readRulePacks(texts.map((text, n) => ({ name: `file-${n + 1}.yaml`, text })));
  } catch (error) {
    if (error instanceof HermodError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const packWith = (lines: string): string => `${PACK}${lines.replaceAll(/^/gm, '    ')}\n`;

describe("a deployment's own rule packs", () => {
  it('are read with their defaults', () => {
    const [pack] = readRulePacks([{ name: 'acme.yaml', text: packWith('caps: [{ most: 4, within: P7D }]') }]);
    expect(pack).toMatchObject({ pack: 'acme', countries: ['SE'] });
    expect(pack!.versions[0]).toMatchObject({
      from: '2026-01-01',
      windows: [],
      withdrawalCovers: 'what-it-names',
      caps: [{ most: 4, per: 'recipient', purposes: ['marketing'], channels: ['sms', 'mms', 'rcs'] }],
    });
  });

  it('may be none', () => {
    expect(readRulePacks([])).toEqual([]);
  });

  it.each([
    ['a field that is none', packWith('window: []'), 'file-1.yaml: versions[0]'],
    [
      'hours without an end',
      packWith("windows: [{ hours: [{ from: '08:00' }] }]"),
      'file-1.yaml: versions[0].windows[0].hours[0].to',
    ],
    [
      'an hour that does not exist',
      packWith("windows: [{ hours: [{ from: '08:00', to: '25:00' }] }]"),
      'file-1.yaml: versions[0].windows[0].hours[0].to',
    ],
    [
      'a window of caps that is too long',
      packWith('caps: [{ most: 1, within: P32D }]'),
      'file-1.yaml: versions[0].caps[0].within',
    ],
    [
      'a duration that is none',
      packWith('decay: [{ after: 18 months }]'),
      'file-1.yaml: versions[0].decay[0].after',
    ],
    ['a country that is none', PACK.replace('[SE]', '[Sweden]'), 'file-1.yaml: countries[0]'],
    ['a region of another country', `${PACK}regions: [US-FL]\n`, 'file-1.yaml: regions'],
    ['numbers of no region', `${PACK}numbers: ['+468']\n`, 'file-1.yaml: regions'],
    [
      'a day that does not exist',
      PACK.replace('from: 2026-01-01', 'from: 2026-02-30'),
      'file-1.yaml: versions[0].from',
    ],
    ['no source', PACK.replace(/sources: .*/, 'sources: []'), 'file-1.yaml: versions[0].sources'],
    ['something that is no YAML', 'pack: [', 'file-1.yaml'],
    ['nothing', '', 'file-1.yaml'],
    ['a key that stands there twice', `${PACK}pack: acme\n`, 'file-1.yaml'],
    [
      'aliases without end',
      `a: &a [x, x]\n${'bcdefghijk'.replaceAll(/./g, (key, n: number) => `${key}: &${key} [*${'abcdefghij'[n]!}, *${'abcdefghij'[n]!}]\n`)}`,
      'file-1.yaml',
    ],
    ['a file without end', `# ${'x'.repeat(600_000)}`, 'file-1.yaml'],
  ])('are refused for %s, with the place', (_, text, field) => {
    expect(fieldsOf(text)).toContain(field);
  });

  it('are refused for versions that are not in order', () => {
    const earlier = `  - from: 2025-01-01\n    sources: [{ title: Our lawyers, read: 2025-01-01 }]\n`;
    expect(fieldsOf(`${PACK}${earlier}`)).toEqual(['file-1.yaml: versions']);
    expect(fieldsOf(`${PACK}${earlier.replace('2025-01-01', '2026-01-01')}`)).toEqual([
      'file-1.yaml: versions',
    ]);
  });

  it('are refused when two are called the same, by both names', () => {
    const error = errorOf(PACK, PACK);
    expect(error).toMatchObject({ code: 'RULE_PACK_INVALID', field: 'file-2.yaml: pack' });
    expect(error.message).toContain('file-1.yaml');
  });

  it('tell the mistakes of all files at once, and what to do', () => {
    const error = errorOf(PACK.replace('[SE]', '[]'), 'pack: [', PACK.replace('title: Acme', 'titel: Acme'));
    expect(error.problems!.map(({ field }) => field)).toEqual([
      'file-1.yaml: countries',
      'file-2.yaml',
      'file-3.yaml: title',
      'file-3.yaml',
    ]);
    expect(error.message).toContain('(and 3 more)');
    expect(error.fix).toContain('rule-packs.md');
  });
});
