/** `npm run generate`: writes the documents that follow from the code; with `--check` only says which are out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '@hermod/embedded';
import { say } from '../bin/progress.mjs';
import { asyncApiDocument } from './documents/asyncapi-document.ts';
import { flowDocument } from './documents/flow-document.ts';
import { dashboardDocument } from './observability/dashboard.ts';
import { metricsDocument } from './observability/metrics-document.ts';
import { openApiDocument } from './documents/openapi-document.ts';
import { builtInLanguagesSource, builtInPacksSource } from './law/built-in-constants.ts';
import { rulePacksPage } from './law/rule-packs-page.ts';
import { journeySchemaDocument } from './reference/journey-schema.ts';
import { languagePage } from './reference/language-page.ts';
import { scenarioSchemaDocument } from './documents/scenario-schema.ts';

const DOCUMENTS: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/flow.md': flowDocument,
  'docs/metrics.md': metricsDocument,
  'infra/observability/grafana/dashboards/hermod.json': dashboardDocument,
  'docs/reference/openapi.json': openApiDocument,
  'docs/reference/asyncapi.json': asyncApiDocument,
  'docs/reference/journey.schema.json': journeySchemaDocument,
  'docs/reference/journey-language.md': languagePage,
  'docs/reference/scenario.schema.json': scenarioSchemaDocument,
  'docs/reference/rule-packs.md': rulePacksPage,
  'libs/consent-policy/src/law/built-in-packs.ts': builtInPacksSource,
  'libs/consent-policy/src/law/built-in-languages.ts': builtInLanguagesSource,
};

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

for (const [path, generate] of Object.entries(DOCUMENTS)) {
  const file = join(REPOSITORY, path);
  const text = await generate();
  if (textOf(file) === text) continue;
  if (values.check === true) {
    say(`${path} is out of date: run 'npm run generate' and commit it.`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    say(`${path} written`);
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
