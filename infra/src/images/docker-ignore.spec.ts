import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { expect, it } from 'vitest';
import { isIgnored } from './docker-ignore.ts';

const ignore = readFileSync(join(REPOSITORY, '.dockerignore'), 'utf8');

it.each([
  '.git',
  '.git/config',
  '.env',
  '.env.production',
  'infra/.env',
  '.hermod/api-key',
  'node_modules/kafkajs',
  'apps/gateway/node_modules',
  'libs/http/dist/index.js',
  'docs/threat-model.md',
  'infra/docker/config/providers.env',
])('%s stays out of the images', (path) => {
  expect(isIgnored(path, ignore)).toBe(true);
});

it.each([
  '',
  'package.json',
  'docs',
  'docs/reference',
  'docs/reference/openapi.json',
  'apps/gateway/src/main.ts',
])('%j goes into the build', (path) => {
  expect(isIgnored(path, ignore)).toBe(false);
});
