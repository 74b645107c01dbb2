/**
 * Prepares a broker and a database that are already there: Kafka topics, and for each service a role with a schema.
 * Safe to run again. For containers, where nothing is started by Hermod itself.
 *   KAFKA_BROKERS, DATABASE_URL (of a role that may create roles), HERMOD_ROLE_PASSWORD,
 *   HERMOD_KAFKA_PREFIX, HERMOD_KAFKA_PARTITIONS
 */
import { kafkaTopics } from '@hermod/contracts';
import { createKafkaTopics } from '@hermod/embedded';
import { prepareDatabase } from '@hermod/postgres';
import pg from 'pg';

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/**
 * Gives each role the settings that its URL would carry, so that the services' URLs need name nothing but the role.
 * @param urls as `prepareDatabase` returns them: settings as `-c name=value` in the parameter `options`.
 */
async function keepSettingsInRoles(adminUrl: string, urls: readonly string[]): Promise<void> {
  const client = new pg.Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: 20_000,
  });
  await client.connect();
  try {
    for (const url of urls) {
      const { username, searchParams } = new URL(url);
      for (const [, name, value] of (searchParams.get('options') ?? '').matchAll(/-c (\w+)=(\S+)/g)) {
        const role = pg.escapeIdentifier(username);
        await client.query(
          `ALTER ROLE ${role} SET ${pg.escapeIdentifier(name!)} = ${pg.escapeLiteral(value!)}`,
        );
      }
    }
  } finally {
    await client.end();
  }
}

try {
  const adminUrl = required('DATABASE_URL');
  const partitions = Number(process.env['HERMOD_KAFKA_PARTITIONS'] ?? 6);
  const warn = (line: string): void => void process.stderr.write(`${line}\n`);
  const [urls] = await Promise.all([
    prepareDatabase(adminUrl, { password: required('HERMOD_ROLE_PASSWORD'), warn }),
    createKafkaTopics(
      required('KAFKA_BROKERS'),
      process.env['HERMOD_KAFKA_PREFIX'] ?? '',
      kafkaTopics(partitions),
    ),
  ]);
  await keepSettingsInRoles(adminUrl, Object.values(urls));
  process.stdout.write('roles, schemas and Kafka topics are there\n');
} catch (error) {
  // The message only: what surrounds it may quote the URL with its password.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
