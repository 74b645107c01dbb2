import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { MESSAGING_MIGRATIONS } from '@hermod/messaging';
import { openStore } from '@hermod/postgres';
import { startService } from '@hermod/service-host';
import { eventually, openStage } from '@hermod/testing';
import { expect, test } from 'vitest';
import { CONSENT } from '../src/consent.module.ts';
import { verifyOverHttp } from './ledger-reader.ts';
import type { World } from './world.ts';

test('a ledger from before there were chains is chained and sealed when the service starts', async () => {
  const stage = await openStage({ partitions: 1 });
  try {
    const url = stage.databaseUrls.consent;
    const before = CONSENT.migrations.filter(({ name }) => Number(name.slice(-13)) < 1700000005110);
    const migrations = [...MESSAGING_MIGRATIONS, ...before];
    const old = await openStore({ url, store: 'consent', entities: [], migrations });
    await old.query(`
      INSERT INTO ledger (recipient_id, id, state, is_suppression, channel, method, wording, at, recorded_at, recorded_by, erased_at)
      SELECT 'r' || n % 3, gen_random_uuid(), 'given', false, 'sms', 'form', CASE WHEN n % 3 = 0 THEN NULL ELSE 'Yes' END,
        now(), now() - interval '3 days', 'key', CASE WHEN n % 3 = 0 THEN now() END
      FROM generate_series(1, 5000) AS n`);
    await old.destroy();
    const env = stage.env('consent');
    const service = await startService(CONSENT, env);
    try {
      const call: World['call'] = async (method, path) => {
        const principal = freshPrincipal(['*'], 'test-key', env['HERMOD_PRINCIPAL_SECRET']!);
        const answer = await fetch(service.url + path.replace('limit=3', 'limit=1000'), {
          method,
          headers: { [PRINCIPAL_HEADER]: principal },
          signal: AbortSignal.timeout(10_000),
        });
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
      };
      await eventually(async () => {
        expect(await verifyOverHttp(call)).toMatchObject({
          findings: [],
          entries: 5000,
          recipients: 3,
          days: 3,
        });
      });
    } finally {
      await service.close();
    }
  } finally {
    await stage.close();
  }
});
