import { readFile } from 'node:fs/promises';
import { HermodError } from '@hermod/contracts';

/** Where the generated documents are: the same from `src` and from `dist`. */
const FOLDER = new URL('../../../../../docs/reference/', import.meta.url);

/**
 * A document of the reference, as it is checked in.
 * @throws HermodError NOT_FOUND where the installation has no reference
 */
export async function readGeneratedDocument(name: string): Promise<string> {
  try {
    return await readFile(new URL(name, FOLDER), 'utf8');
  } catch (cause) {
    throw new HermodError('NOT_FOUND', `${name} is no part of this installation`, {
      fix: 'install docs/reference beside the gateway',
      cause,
    });
  }
}
