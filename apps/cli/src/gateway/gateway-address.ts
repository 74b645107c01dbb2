import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../command.ts';
import { UsageError } from '../failure.ts';

/** Where the gateway is, and the key to it. */
export interface GatewayAddress {
  /** Without a slash at the end. */
  readonly url: string;
  readonly key: string | undefined;
}

/** Where a local Hermod keeps its key, below the working folder. */
export const KEY_FILE = join('.hermod', 'api-key');

/**
 * The gateway that the environment names, else the local one; the key from the environment, else the local one's.
 * @throws UsageError when HERMOD_URL is no http address.
 */
export function gatewayAddress({ env, cwd }: Pick<Surroundings, 'env' | 'cwd'>): GatewayAddress {
  const named = given(env['HERMOD_URL']) ?? `http://127.0.0.1:${given(env['HERMOD_PORT']) ?? '8080'}`;
  if (!URL.canParse(named) || !/^https?:\/\//.test(named)) {
    throw new UsageError('HERMOD_URL is no http address', 'write it such as http://127.0.0.1:8080');
  }
  return { url: named.replace(/\/+$/, ''), key: given(env['HERMOD_API_KEY']) ?? localKey(cwd) };
}

function given(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

function localKey(cwd: string): string | undefined {
  try {
    return given(readFileSync(join(cwd, KEY_FILE), 'utf8'));
  } catch {
    // No key is one of the ways to call: the gateway then says what needs one.
    return undefined;
  }
}
