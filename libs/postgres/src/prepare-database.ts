import { setTimeout as wait } from 'node:timers/promises';
import { Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg';

/** The services that keep something; each has a schema and a role of its own. */
export const STORES = ['gateway', 'routing', 'consent', 'delivery', 'receipts'] as const;
export type Store = (typeof STORES)[number];

/**
 * Settings of the path's roles. A table that was analysed while it was empty gets sequential scans for as long
 * as its statistics stay, which under load is always; so the plans of the path are pinned to index scans.
 */
const PINNED_PLANS: Readonly<Record<string, string>> = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  // An instance that stands still holds its recipients' locks: the others wait no longer for it than for its session.
  idle_in_transaction_session_timeout: '5s',
};

export interface PrepareOptions {
  /** Password that the service roles get. */
  readonly password: string;
  /** Told when the roles can't be made and one role has to serve all. */
  readonly warn?: (message: string) => void;
}

/**
 * Makes (or mends) a schema and a role for every service and returns their connection URLs.
 * Without the right to create roles the given role serves all, with a warning. Safe to run again, and by several at once.
 */
export async function prepareDatabase(
  adminUrl: string,
  options: PrepareOptions,
): Promise<Record<Store, string>> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('hermod prepare'))`);
    const ownRoles = await mayCreateRoles(client);
    if (!ownRoles) {
      options.warn?.(
        'this database role may not create roles: one role serves all services. Grant CREATEROLE to separate them.',
      );
    }
    const urls: Partial<Record<Store, string>> = {};
    for (const store of STORES) {
      if (ownRoles) await inTurn(() => makeRole(client, store, options.password));
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${store}`);
      if (ownRoles) await client.query(`ALTER SCHEMA ${store} OWNER TO ${roleOf(store)}`);
      urls[store] = urlFor(adminUrl, store, ownRoles ? options.password : undefined);
    }
    return urls as Record<Store, string>;
  } finally {
    await client.end();
  }
}

function roleOf(store: Store): string {
  return `hermod_${store}`;
}

async function mayCreateRoles(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    'SELECT rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.may === true;
}

/** What PostgreSQL says when another connection makes or changes the same role: internal error, unique violation, duplicate. */
const COLLISIONS = new Set(['XX000', '23505', '42710']);
const TRIES = 20;

/**
 * Roles belong to the whole cluster, and the lock that is held here to one database: who prepares another database of
 * the cluster at the same moment changes the same roles, and the loser tries again.
 */
async function inTurn(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const collided = error instanceof DatabaseError && COLLISIONS.has(error.code ?? '');
      if (!collided || attempt === TRIES) throw error;
      await wait(Math.random() * 20 * attempt);
    }
  }
}

async function makeRole(client: Client, store: Store, password: string): Promise<void> {
  const role = escapeIdentifier(roleOf(store));
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [roleOf(store)]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${escapeLiteral(password)}`);
  // Membership lets a CREATEROLE admin who is no superuser hand the schema over.
  await client.query(`GRANT ${role} TO current_user`);
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  await client.query(`GRANT CONNECT ON DATABASE ${escapeIdentifier(rows[0]!.name)} TO ${role}`);
}

/** Plans and search path travel in the URL, so they hold whichever role serves. */
function urlFor(adminUrl: string, store: Store, password: string | undefined): string {
  const url = new URL(adminUrl);
  if (password !== undefined) {
    url.username = roleOf(store);
    url.password = password;
  }
  const settings = { ...PINNED_PLANS, search_path: store };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set('options', options.join(' '));
  return url.toString();
}
