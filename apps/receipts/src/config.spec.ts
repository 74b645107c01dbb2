import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readReceiptsConfig } from './config.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'receipts-config-'));
  folders.push(folder);
  writeFileSync(join(folder, 'providers.yaml'), text);
  return join(folder, 'providers.yaml');
}

it('takes the simulator when no file is named', () => {
  const { providers, deliveryOrigins } = readReceiptsConfig({
    HERMOD_SIMULATOR_URL: 'http://127.0.0.1:7000',
  });
  expect(providers).toContainEqual(
    expect.objectContaining({ id: 'twilio', baseUrl: 'http://127.0.0.1:7000' }),
  );
  expect(deliveryOrigins).toEqual([]);
});

it('reads the file and its secrets from the environment', () => {
  const HERMOD_PROVIDERS = file(
    `providers: [{ id: main, type: twilio, accountSid: AC${'1'.repeat(32)}, authToken: { env: TOKEN }, sender: Shop }]`,
  );
  const { providers } = readReceiptsConfig({ HERMOD_PROVIDERS, TOKEN: 'hush' });
  expect(providers).toMatchObject([{ id: 'main', authToken: 'hush' }]);
});

it('knows every instance of delivery', () => {
  const HERMOD_URL_DELIVERY = 'http://127.0.0.1:7001/, http://127.0.0.1:7002';
  const origins = ['http://127.0.0.1:7001', 'http://127.0.0.1:7002'];
  expect(readReceiptsConfig({ HERMOD_URL_DELIVERY }).deliveryOrigins).toEqual(origins);
});

it.each([
  [{ HERMOD_PROVIDERS: '/nowhere/providers.yaml' }, 'HERMOD_PROVIDERS'],
  [{ HERMOD_SIMULATOR_URL: 'simulator' }, 'HERMOD_SIMULATOR_URL'],
  [{ HERMOD_URL_DELIVERY: 'http://127.0.0.1:1,delivery' }, 'HERMOD_URL_DELIVERY'],
])('names the variable that is wrong: %o', (env, field) => {
  expect(() => readReceiptsConfig(env)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', field }));
});
