import { readFileSync } from 'node:fs';
import type { Sender } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import { readProvidersFile, readSenders } from './config.ts';
import type { ProviderConfig } from './registry.ts';
import { SIMULATOR_PORTS, simulatorProviders, type SimulatorPorts } from './simulator-providers.ts';

/**
 * The providers that an environment names: those of the file in `HERMOD_PROVIDERS`, else the simulator's at
 * `HERMOD_SIMULATOR_URL`, whose mail server is at `HERMOD_SMTP_PORT`.
 * @throws HermodError CONFIG_INVALID when the file can't be read, or what `readProvidersFile` says of it.
 */
export function providersOf(env: Readonly<Record<string, string | undefined>>): readonly ProviderConfig[] {
  const file = env['HERMOD_PROVIDERS'];
  if (file !== undefined && file !== '') return readProvidersFile(textOf(file), env);
  const simulator = env['HERMOD_SIMULATOR_URL'] ?? 'http://127.0.0.1:8090';
  if (URL.canParse(simulator) && /^https?:/.test(simulator)) {
    return simulatorProviders(simulator, simulatorPortsOf(env));
  }
  throw new HermodError('CONFIG_INVALID', 'HERMOD_SIMULATOR_URL: this is no http address', {
    field: 'HERMOD_SIMULATOR_URL',
    fix: 'write it such as http://127.0.0.1:8090',
  });
}

/**
 * The senders that an environment names: those of the file in `HERMOD_PROVIDERS`; the simulator's accounts have none but their own.
 * @throws HermodError as `providersOf`
 */
export function sendersOf(env: Readonly<Record<string, string | undefined>>): readonly Sender[] {
  const file = env['HERMOD_PROVIDERS'];
  return file === undefined || file === '' ? [] : readSenders(textOf(file), env);
}

function simulatorPortsOf(env: Readonly<Record<string, string | undefined>>): SimulatorPorts {
  return { smtp: portOf('HERMOD_SMTP_PORT', env, SIMULATOR_PORTS.smtp) };
}

function portOf(name: string, env: Readonly<Record<string, string | undefined>>, standard: number): number {
  const text = env[name] ?? '';
  const port = text === '' ? standard : Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new HermodError('CONFIG_INVALID', `${name}: this is no port`, {
    field: name,
    fix: `write a number from 1 to 65535, such as ${standard}`,
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new HermodError('CONFIG_INVALID', `HERMOD_PROVIDERS: ${file} can't be read`, {
      field: 'HERMOD_PROVIDERS',
      fix: 'name a file that this user may read, or unset it to use the simulator',
      cause,
    });
  }
}
