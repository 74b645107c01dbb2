import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { must } from './hermod.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

/** Puts the templates and publishes the journey of an example, word for word as the file has them. */
export async function publishExample(journey: string): Promise<void> {
  const source = readFileSync(join(EXAMPLES, 'journeys', `${journey}.yaml`), 'utf8');
  const files = readdirSync(join(EXAMPLES, 'templates'));
  for (const file of files.filter((name) => source.includes(`: ${name.replace(/\.yaml$/, '')}`))) {
    const template: unknown = parse(readFileSync(join(EXAMPLES, 'templates', file), 'utf8'));
    await must('PUT', `/v1/templates/${file.replace(/\.yaml$/, '')}`, template);
  }
  await must('PUT', `/v1/journeys/${journey}`, source, { 'content-type': 'application/yaml' });
  await must('POST', `/v1/journeys/${journey}/publish`);
}
