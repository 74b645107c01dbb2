import type { RulePack, RulePackVersion } from '@hermod/consent-policy';
import { code, table } from '../reference/markdown.ts';
import { fieldsOfPack } from './fields-of-pack.ts';
import { formatted } from './formatted.ts';
import { OWN_PACK_EXAMPLE } from './own-pack-example.ts';
import { rulePacksInRepository } from './packs-in-repository.ts';
import { rulesInWords, withdrawalInWords } from './rules-in-words.ts';

/** `docs/reference/rule-packs.md`: what holds where, since when, and from where that is known. */
export function rulePacksPage(packs: readonly RulePack[] = rulePacksInRepository()): Promise<string> {
  const page = [
    '# Rule packs',
    '',
    '<!-- Generated from libs/consent-policy/packs/*.yaml by `npm run generate`. Change it there. -->',
    '',
    INTRODUCTION,
    '',
    '## At a glance',
    '',
    overview(packs),
    '',
    '## Packs of your own',
    '',
    ...ownPacks(),
    '',
    ...packs.flatMap(section),
  ].join('\n');
  return formatted(page, 'docs/reference/rule-packs.md');
}

const INTRODUCTION = [
  'The law as dated data. It is no legal advice: laws change, and what is written here was read on the days that are named.',
  '',
  '- **All packs that apply hold together.** A recipient in Germany is under `eu` and `de`, one in Florida under `us` and `us-fl`: a',
  '  message goes out when each lets it. The country is the recipient’s, else that of the number; where nothing is known of it, or it',
  '  has no pack, every pack holds.',
  '- **Where sources disagree the strictest holds**, and the notes say so.',
  '- **Hours are those of the recipient’s clocks.** Where the time zone is not sure, they hold in each that it may be.',
  '- **Of the versions of a pack the newest in force holds**, from the beginning of its day, UTC. One that lies ahead begins by itself.',
  '- Rules are about marketing by SMS, MMS and RCS unless they name something else. Critical messages have neither hours nor caps.',
  '- A consent is needed for every SMS, MMS and RCS, and for marketing by email. A pack names what stands for an express one.',
].join('\n');

function overview(packs: readonly RulePack[]): string {
  const rows = packs.map((pack) => {
    const latest = pack.versions.at(-1)!;
    const place = (pack.regions ?? pack.countries).join(', ');
    const rules = rulesInWords(latest);
    return [
      `[${code(pack.pack)}](#${pack.pack})`,
      place,
      rules.length === 0 ? 'consent alone' : rules.join('<br>'),
    ];
  });
  return table(['pack', 'where', 'what holds'], rows);
}

function ownPacks(): readonly string[] {
  return [
    '`HERMOD_RULE_PACKS` names a folder of YAML files, one pack each, that the consent service reads when it starts. A pack with the',
    'name of one that is built in takes its place. A file with a mistake stops the service from starting; it says which file and field.',
    '',
    '```yaml',
    OWN_PACK_EXAMPLE.trimEnd(),
    '```',
    '',
    fieldsOfPack(),
    '',
    'To add one to Hermod itself, put its file into `libs/consent-policy/packs` and run `npm run generate`.',
  ];
}

function section(pack: RulePack): string[] {
  const { title, countries, regions, numbers } = pack;
  const where =
    regions === undefined
      ? `Holds in ${countries.join(', ')}.`
      : `Holds in ${regions.join(', ')}, beside the packs of ${countries.join(', ')}.`;
  const presumed =
    numbers === undefined
      ? []
      : [`Whoever has a number that begins with ${numbers.join(', ')} is taken to live there.`];
  return [
    `## ${pack.pack}`,
    '',
    `${title}. ${[where, ...presumed].join(' ')}`,
    '',
    ...[...pack.versions].reverse().flatMap(versionLines),
  ];
}

function versionLines(version: RulePackVersion): string[] {
  const rules = [...rulesInWords(version), withdrawalInWords(version)];
  return [
    `**From ${version.from}**`,
    '',
    ...rules.map((rule) => `- ${rule}`),
    '',
    ...(version.notes === undefined ? [] : [version.notes, '']),
    `Sources: ${version.sources.map(sourceInWords).join('; ')}.`,
    '',
  ];
}

function sourceInWords({ title, url, read }: RulePackVersion['sources'][number]): string {
  return `${url === undefined ? title : `[${title}](${url})`} (read ${read})`;
}
