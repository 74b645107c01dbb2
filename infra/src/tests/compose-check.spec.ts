import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { composeMistakes } from './compose-check.ts';

const sound = {
  image: 'postgres:18.4',
  user: 'postgres',
  restart: 'unless-stopped',
  cap_drop: ['ALL'],
  ports: ['127.0.0.1:5433:5432'],
  healthcheck: { test: ['CMD', 'true'] },
  deploy: { resources: { limits: { memory: '1g' } } },
};
const mistakesOf = (db: object, others: object = {}, guide = ''): string[] =>
  composeMistakes(stringify({ services: { db, ...others } }), guide);

describe('docker-compose.yml', () => {
  it('has no mistakes', { timeout: 60_000 }, () => {
    expect(composeMistakes()).toEqual([]);
  });
});

describe('a mistake is', () => {
  it('nothing in a service that has everything', () => {
    expect(mistakesOf(sound)).toEqual([]);
  });

  it.each([
    ['a port for everybody', { ports: ['5432:5432'] }, 'db: port 5432:5432 is not on loopback'],
    ['a version that moves', { image: 'postgres:latest' }, 'db: postgres:latest is not pinned to a version'],
    ['no version', { image: 'postgres' }, 'db: postgres is not pinned to a version'],
    ['no image', { image: undefined }, 'db has no image'],
    ['root', { user: '0:0' }, 'db runs as root'],
    ['nobody in particular', { user: undefined }, 'db runs as root'],
    ['no health check', { healthcheck: undefined }, 'db has no healthcheck'],
    ['no limit', { deploy: undefined }, 'db has no limit of memory'],
    ['capabilities', { cap_drop: [] }, 'db keeps capabilities'],
    ['a file that is not there', { volumes: ['./nowhere:/etc/x:ro'] }, 'db: ./nowhere does not exist'],
    [
      'a service that is not there',
      { depends_on: { x: { condition: 'service_healthy' } } },
      'db waits for x, which does not exist',
    ],
    [
      'a variable that nobody explains',
      { environment: { A: '${SECRET_OF_DB}' } },
      'SECRET_OF_DB is not explained in docs/deployment.md',
    ],
    [
      'a variable that nobody explains and that is passed on',
      { command: ['x', '${OTHER:?}'] },
      'OTHER is not explained in docs/deployment.md',
    ],
  ])('%s', (_, changes, mistake) => {
    expect(mistakesOf({ ...sound, ...changes })).toEqual([mistake]);
  });

  it('a word that the specification does not know', () => {
    expect(mistakesOf({ ...sound, helthcheck: {} })).toHaveLength(1);
  });

  it('an order that waits for a start only', () => {
    const waits = { ...sound, depends_on: { other: { condition: 'service_started' } } };
    expect(mistakesOf(waits, { other: sound })).toEqual([
      'db waits for other to be service_started, not service_healthy',
    ]);
  });

  it('text that is no YAML', () => {
    expect(composeMistakes('services: [', '')).toHaveLength(1);
  });
});
