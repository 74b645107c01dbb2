import { expect, test } from 'vitest';
import { composeMistakes } from './compose-check.ts';

test('the compose file of the repository has no mistakes', () => {
  expect(composeMistakes()).toEqual([]);
});

test('a port for everybody is a mistake', () => {
  const text = "services: { db: { image: postgres, healthcheck: { test: 'true' }, ports: ['5432:5432'] } }";
  expect(composeMistakes(text)).toEqual(['db: port 5432:5432 is not on loopback']);
});

test('text that is no YAML is a mistake', () => {
  expect(composeMistakes('services: [')).toHaveLength(1);
});
