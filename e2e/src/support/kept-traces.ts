import { zstdDecompressSync } from 'node:zlib';
import pg from 'pg';
import { type Canaries, type Trace } from './canary.ts';
import { call, must, system } from './hermod.ts';

/** Every row of every table of every service in which a canary stands, and what waits in the outboxes. */
export async function tableTraces(canaries: Canaries): Promise<Trace[]> {
  const traces = await Promise.all(
    Object.entries(system.databaseUrls).map(([service, url]) => tracesIn(service, url, canaries)),
  );
  return traces.flat();
}

async function tracesIn(service: string, url: string, canaries: Canaries): Promise<Trace[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema()`,
    );
    const traces: Trace[] = [{ where: service, text: `tables: ${tables.rows.length}` }];
    for (const { name } of tables.rows) {
      const rows = await client.query<{ text: string }>(
        `SELECT kept::text AS text FROM ${name} AS kept
         WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS canary(word)
           WHERE position(word IN kept::text) > 0 OR position(encode(word::bytea, 'hex') IN kept::text) > 0)`,
        [Object.values(canaries)],
      );
      // Bytes are told in hex; so that whoever looks finds the word, it is added.
      traces.push(
        ...rows.rows.map(({ text }) => ({ where: `${service}.${name}`, text: withBytes(text, canaries) })),
      );
    }
    const waiting = await client.query<{ payload: Buffer }>(
      tables.rows.some(({ name }) => name === 'outbox')
        ? 'SELECT payload FROM outbox'
        : 'SELECT NULL AS payload WHERE false',
    );
    const payloads = waiting.rows.map(({ payload }) => zstdDecompressSync(payload).toString('utf8'));
    return [...traces, ...payloads.map((text) => ({ where: `${service}.outbox`, text }))];
  } finally {
    await client.end();
  }
}

function withBytes(text: string, canaries: Canaries): string {
  const words = Object.values(canaries).filter((word: string) =>
    text.includes(Buffer.from(word).toString('hex')),
  );
  return [text, ...words].join(' ');
}

/** Everything that the API tells of a recipient, and of what died. */
export async function answerTraces(recipient: string): Promise<Trace[]> {
  const own = [
    ...['', '/consents', '/decisions', '/erasure', '/export'].map(
      (rest) => `/v1/recipients/${recipient}${rest}`,
    ),
    `/v1/reviews?limit=200`,
    `/v1/reviews?limit=200&status=settled`,
  ];
  const lists = [
    `/v1/runs?recipient=${recipient}`,
    `/v1/messages?recipient=${recipient}`,
    '/v1/dead-letters?limit=200',
  ];
  const paths = [...own, ...lists, ...(await Promise.all(lists.map(itemsOf))).flat()];
  return Promise.all(
    paths.map(async (path) => ({ where: path, text: JSON.stringify((await call('GET', path)).body) })),
  );
}

/** The paths of what a list holds. */
async function itemsOf(list: string): Promise<string[]> {
  const body = await must('GET', list);
  const items = Object.values(body).find(Array.isArray) as { id: string }[];
  return items.map(({ id }) => `${list.split('?')[0]}/${id}`);
}
