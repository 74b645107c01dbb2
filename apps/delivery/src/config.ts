import { readFileSync } from 'node:fs';
import { HermodError } from '@hermod/contracts';
import { type ProviderConfig, readProvidersFile, simulatorProviders } from '@hermod/providers';

/**
 * The providers of `HERMOD_PROVIDERS`, else the simulator's.
 * @throws HermodError PROVIDERS_UNREADABLE or what is wrong in the file
 */
export function readProviders(env: Readonly<Record<string, string | undefined>>): readonly ProviderConfig[] {
  const path = env['HERMOD_PROVIDERS'];
  if (path === undefined || path === '')
    return simulatorProviders(env['HERMOD_SIMULATOR_URL'] ?? 'http://127.0.0.1:8090');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new HermodError('PROVIDERS_UNREADABLE', `HERMOD_PROVIDERS names ${path}, which can not be read`, {
      field: 'HERMOD_PROVIDERS',
      fix: 'name a YAML file that this process may read',
      cause,
    });
  }
  return readProvidersFile(text);
}
