import { expect, test } from 'vitest';
import { environmentOf, type Surroundings } from './services.ts';

const AROUND: Surroundings = {
  brokers: '127.0.0.1:9092',
  prefix: '',
  partitions: 6,
  databaseUrls: {
    gateway: 'pg://g',
    routing: 'pg://r',
    consent: 'pg://c',
    delivery: 'pg://d',
    receipts: 'pg://e',
  },
  ports: { gateway: [8080], routing: [1, 2], consent: [3], delivery: [4], receipts: [5], simulator: [8090] },
  simulatorPorts: { HERMOD_SMTP_PORT: 2525, HERMOD_SMPP_PORT: 2775 },
  publicUrl: 'http://127.0.0.1:8080',
  secrets: { apiKey: 'key', secret: 'secret', principalSecret: 'principal' },
  simulatorFolder: '/data/simulator',
  env: {},
};
const OWN = { PATH: '/bin', DATABASE_URL: 'pg://admin', HERMOD_API_KEY: 'key', npm_lifecycle_event: 'start' };

test('a service gets its own database and not the administrator', () => {
  expect(environmentOf('consent', 3, AROUND, OWN)).toMatchObject({
    PATH: '/bin',
    PORT: '3',
    DATABASE_URL: 'pg://c',
  });
  expect(environmentOf('gateway', 8080, AROUND, OWN)).toHaveProperty('DATABASE_URL', 'pg://g');
});

test('only the gateway knows the admin key, and every instance behind it', () => {
  expect(environmentOf('gateway', 8080, AROUND, OWN)).toMatchObject({
    HERMOD_API_KEY: 'key',
    HERMOD_URL_ROUTING: 'http://127.0.0.1:1,http://127.0.0.1:2',
  });
  const routing = environmentOf('routing', 2, AROUND, OWN);
  expect(routing).not.toHaveProperty('HERMOD_API_KEY');
  expect(routing).toHaveProperty('HERMOD_URL_ROUTING', 'http://127.0.0.1:1');
});

test('the simulator, being the outside world, is told no secret', () => {
  const simulator = environmentOf('simulator', 8090, AROUND, OWN);
  expect(Object.keys(simulator)).not.toContain('HERMOD_SECRET');
  expect(simulator).toMatchObject({
    HERMOD_SIMULATOR_DATA: '/data/simulator',
    HERMOD_PUBLIC_URL: AROUND.publicUrl,
  });
});

test('the simulator and who sends to it know the same ports', () => {
  for (const service of ['simulator', 'delivery', 'receipts'] as const)
    expect(environmentOf(service, 1, AROUND, { HERMOD_SMTP_PORT: '7' })).toMatchObject({
      HERMOD_SMTP_PORT: '2525',
    });
});

test('settings on top win', () => {
  const around = { ...AROUND, env: { HERMOD_LANES: 'urgent' } };
  expect(environmentOf('delivery', 4, around, { HERMOD_LANES: 'both' })).toHaveProperty(
    'HERMOD_LANES',
    'urgent',
  );
});
