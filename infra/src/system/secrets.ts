import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * A secret that lives as long as the data: read from its file, or made and kept there for the owner only.
 * @param bytes of randomness, default 32
 */
export function keptSecret(file: string, bytes = 32): string {
  const made = randomBytes(bytes).toString('base64url');
  try {
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file, 'utf8').trim();
  }
}

/** A secret for this start only. */
export function freshSecret(): string {
  return randomBytes(32).toString('base64url');
}
