import { eventually } from '@hermod/testing';
import { it } from 'vitest';
import { answered, NOBODY } from './answered.ts';
import { enter, fresh, touch } from './hermod.ts';

/** What the API answers about reviews, the policy, imports of consents and exports. */
export function consentStories(): void {
  it('reviews', async () => {
    const kim = await enter();
    const list = `/v1/reviews?recipient=${kim.id}`;
    await touch(kim, 'replies', { text: 'Please leave me alone, will you?' });
    const review = await eventually(
      async () => {
        const { reviews } = (await answered(200, 'GET', list)) as { reviews: { id: string }[] };
        if (reviews[0] === undefined) throw new Error('no review yet');
        return reviews[0].id;
      },
      { timeoutMs: 30_000 },
    );
    const settle = `/v1/reviews/${review}/settle`;
    await answered(400, 'POST', settle, { verdict: 'opt-out' });
    await answered(200, 'POST', settle, { verdict: 'no-opt-out', reason: 'a quarrel with somebody else' });
    await answered(409, 'POST', settle, { verdict: 'opt-out', reason: 'on second thoughts' });
    await answered(404, 'POST', `/v1/reviews/${NOBODY}/settle`, { verdict: 'opt-out', reason: 'none' });
    await answered(200, 'GET', `${list}&status=settled`);
    await answered(400, 'GET', '/v1/reviews?status=both');
  });

  it('the policy, which stays as it is', async () => {
    const { policy } = await answered(200, 'GET', '/v1/policy');
    await answered(200, 'PUT', '/v1/policy', policy as object);
    await answered(400, 'PUT', '/v1/policy', { caps: [{ name: 'none', most: 0, withinHours: 1 }] });
  });

  it('consents that are imported, and exports', async () => {
    const kim = await enter();
    const consent = { channel: 'sms', purpose: 'marketing', state: 'given', method: 'form', wording: 'Yes' };
    const lines = [kim.id, fresh('nobody')]
      .map((recipient) => JSON.stringify({ recipient, ...consent, at: '2026-01-02T03:04:05Z' }))
      .join('\n');
    await answered(200, 'POST', '/v1/consents/import', lines, { 'content-type': 'application/x-ndjson' });
    await answered(415, 'POST', '/v1/consents/import', lines, { 'content-type': 'text/csv' });
    await answered(200, 'GET', `/v1/recipients/${kim.id}/export?reason=asked`);
    await answered(404, 'GET', `/v1/recipients/${fresh('nobody')}/export`);
  });
}
