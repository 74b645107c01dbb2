import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MESSAGING_MIGRATIONS } from '@hermod/messaging';
import type { Store } from '@hermod/postgres';

/** A migration by its timestamp, which is unique in a schema, and its name. */
export interface Migration {
  readonly timestamp: string;
  readonly name: string;
}

const FILE = /^(\d{13})-(.+)\.(?:ts|js)$/;

/** No app may import another: their migrations are known by the names of their files. */
const APPS = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The migrations that this version of a service brings, in their order; undefined where the services aren't installed
 * beside the command line.
 */
export function expectedMigrations(store: Store): readonly Migration[] | undefined {
  const files = ['dist', 'src'].map((built) => filesOf(`${APPS}${store}/${built}/storage/migrations`));
  const own = files.find((found) => found.length > 0);
  if (own === undefined) return undefined;
  return [...(store === 'gateway' ? [] : messagingMigrations()), ...own].toSorted((a, b) =>
    a.timestamp < b.timestamp ? -1 : 1,
  );
}

/** Every service that reads facts has those of the messaging core in its schema as well. */
function messagingMigrations(): Migration[] {
  return MESSAGING_MIGRATIONS.map((migration) => {
    const { name } = new migration();
    return { timestamp: name.slice(-13), name };
  });
}

function filesOf(folder: string): Migration[] {
  try {
    return readdirSync(folder).flatMap((file) => {
      const [, timestamp, name] = file.endsWith('.d.ts') ? [] : (FILE.exec(file) ?? []);
      return timestamp === undefined || name === undefined ? [] : [{ timestamp, name }];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
