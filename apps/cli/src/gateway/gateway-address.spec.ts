import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../doctor/settings.ts';
import { UsageError } from '../failure.ts';
import { gatewayAddress } from './gateway-address.ts';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hermod-address-'));
  mkdirSync(join(cwd, '.hermod'));
  writeFileSync(join(cwd, '.hermod', 'api-key'), 'kept\n');
  writeFileSync(join(cwd, '.hermod', 'database-password'), 'a/b\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('the gateway', () => {
  it('is the local one with its key, unless the environment says', () => {
    expect(gatewayAddress({ env: {}, cwd })).toEqual({ url: 'http://127.0.0.1:8080', key: 'kept' });
    expect(gatewayAddress({ env: { HERMOD_PORT: '9000' }, cwd: '/' })).toEqual({
      url: 'http://127.0.0.1:9000',
      key: undefined,
    });
    const env = { HERMOD_URL: 'https://hermod.test/base//', HERMOD_API_KEY: ' mine ' };
    expect(gatewayAddress({ env, cwd })).toEqual({ url: 'https://hermod.test/base', key: 'mine' });
  });

  it.each(['ftp://x', 'nowhere', 'http:'])('is not at %s', (url) => {
    expect(() => gatewayAddress({ env: { HERMOD_URL: url }, cwd })).toThrow(UsageError);
  });
});

describe('what the doctor looks at', () => {
  it('is what was started in the working folder, unless the environment says', () => {
    expect(readSettings({ env: {}, cwd })).toEqual({
      brokers: ['127.0.0.1:9092'],
      kafkaPrefix: '',
      partitions: 6,
      databaseUrl: 'postgres://hermod:a%2Fb@127.0.0.1:5433/postgres',
    });
    const env = {
      KAFKA_BROKERS: 'a:1, b:2',
      HERMOD_KAFKA_PREFIX: 'x.',
      HERMOD_KAFKA_PARTITIONS: '12',
      DATABASE_URL: 'postgres://db',
    };
    expect(readSettings({ env, cwd })).toEqual({
      brokers: ['a:1', 'b:2'],
      kafkaPrefix: 'x.',
      partitions: 12,
      databaseUrl: 'postgres://db',
    });
    expect(readSettings({ env: {}, cwd: '/' }).databaseUrl).toBeUndefined();
  });

  it('needs a number of partitions', () => {
    expect(() => readSettings({ env: { HERMOD_KAFKA_PARTITIONS: 'six' }, cwd })).toThrow(UsageError);
  });
});
