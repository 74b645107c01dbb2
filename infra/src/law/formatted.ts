import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { format, resolveConfig } from 'prettier';

/** A generated text as `npm run format` would leave it. @param path from the repository's root. */
export async function formatted(text: string, path: string): Promise<string> {
  const filepath = join(REPOSITORY, path);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}
