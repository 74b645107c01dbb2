/** Rule and language packs as TypeScript, so that neither a service nor the browser reads files to know them. */
import { formatted } from './formatted.ts';
import { languagePacksInRepository, rulePacksInRepository } from './packs-in-repository.ts';

/** `libs/consent-policy/src/law/built-in-packs.ts`. */
export function builtInPacksSource(): Promise<string> {
  return sourceOf({
    folder: 'packs',
    type: { name: 'RulePack', file: './rule-pack.ts' },
    constant: 'BUILT_IN_PACKS',
    what: 'The law that comes with Hermod, by the names of the packs.',
    value: rulePacksInRepository(),
  });
}

/** `libs/consent-policy/src/law/built-in-languages.ts`. */
export function builtInLanguagesSource(): Promise<string> {
  return sourceOf({
    folder: 'languages',
    type: { name: 'LanguagePack', file: './language-pack.ts' },
    constant: 'BUILT_IN_LANGUAGES',
    what: 'The languages that come with Hermod.',
    value: languagePacksInRepository(),
  });
}

function sourceOf({
  folder,
  type,
  constant,
  what,
  value,
}: {
  folder: string;
  type: { name: string; file: string };
  constant: string;
  what: string;
  value: readonly unknown[];
}): Promise<string> {
  const text = [
    `// Generated from libs/consent-policy/${folder}/*.yaml by \`npm run generate\`. Change it there.`,
    '/* oxlint-disable max-lines */',
    `import type { ${type.name} } from '${type.file}';`,
    '',
    `/** ${what} */`,
    `export const ${constant}: readonly ${type.name}[] = ${JSON.stringify(value)};`,
  ].join('\n');
  return formatted(text, `libs/consent-policy/src/law/built-in-${folder}.ts`);
}
