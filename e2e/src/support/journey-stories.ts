import { expect, it } from 'vitest';
import { answered, NOBODY } from './answered.ts';
import { fresh, publish } from './hermod.ts';

/** What is done with journeys beside writing and running them; each answer is held to the table. */
export function journeyStories(journey: string, type: string): void {
  it('explorations', async () => {
    const path = `/v1/journeys/${journey}/explore`;
    const { complete } = await answered(200, 'POST', path);
    expect(complete).toBe(true);
    await answered(200, 'POST', `${path}?version=1`);
    await answered(400, 'POST', `${path}?version=none`);
    await answered(404, 'POST', `/v1/journeys/${fresh('none')}/explore`);
  });

  it('simulations', async () => {
    const path = `/v1/journeys/${journey}/simulate`;
    const sms = [{ channel: 'sms', address: '+46700000001' }];
    const scenario = {
      scenario: 'one order is told, another is not',
      begins: '2026-11-23T10:00',
      given: {
        recipient: { attributes: { firstName: 'Ada' }, timeZone: 'Europe/Stockholm', contactPoints: sms },
        consents: [{ channel: 'sms', purpose: 'transactional' }],
      },
      happens: [
        { at: 'PT0S', event: { type, data: { orderId: 'A-1' } } },
        { at: 'PT1M', text: 'STOP' },
        { at: 'PT2M', event: { type, data: { orderId: 'A-2' } } },
      ],
      expect: [{ at: '10:00', sms: `${journey}-sms` }, { ended: 'told' }],
    };
    const { passed, happened } = await answered(200, 'POST', path, scenario);
    expect(passed).toBe(false);
    expect(happened).toMatchObject([{ as: 'sent' }, {}, { as: 'refused', rule: 'suppressed' }, {}]);
    await answered(200, 'POST', `${path}?version=1`, scenario);
    await answered(404, 'POST', `${path}?version=9`, scenario);
    await answered(422, 'POST', path, { ...scenario, begins: 'tomorrow' });
    await answered(400, 'POST', path, {});
  });

  it('launches', async () => {
    const id = fresh('answers');
    const start = { audience: { where: 'recipient.id == event.data.code', pace: 1 } };
    await publish(id, { purpose: 'marketing', start, steps: [{ id: 'done', end: 'told' }] });
    const path = `/v1/journeys/${id}/launches`;
    await answered(200, 'POST', `/v1/journeys/${id}/audience/preview`, {});
    await answered(422, 'POST', `/v1/journeys/${journey}/audience/preview`);
    const key = { 'idempotency-key': id };
    const launched = await answered(202, 'POST', path, { data: { code: 'X' } }, key);
    expect(await answered(202, 'POST', path, undefined, key)).toMatchObject({ id: launched['id'] });
    const csv = { 'content-type': 'text/csv' };
    await answered(422, 'POST', path, 'recipient\n\n', csv);
    await answered(400, 'POST', path, { data: 1 });
    await answered(404, 'POST', `/v1/journeys/${fresh('none')}/launches`);
    await answered(200, 'GET', `${path}?limit=1`);
    await answered(200, 'GET', `/v1/launches/${String(launched['id'])}`);
    await answered(404, 'GET', `/v1/launches/${NOBODY}`);
    const slow = fresh('answers');
    await publish(slow, {
      purpose: 'marketing',
      start: { audience: { pace: 1 } },
      steps: [{ id: 'done', end: 'told' }],
    });
    const list = ['recipient', ...Array.from({ length: 200 }, () => fresh('bo'))].join('\n');
    const { id: under } = await answered(202, 'POST', `/v1/journeys/${slow}/launches`, list, csv);
    for (const what of ['pause', 'resume', 'cancel'])
      await answered(200, 'POST', `/v1/launches/${String(under)}/${what}`);
    await answered(409, 'POST', `/v1/launches/${String(under)}/resume`);
  });

  it('versions, who is in flight, and what is done to them', async () => {
    const id = fresh('steered');
    const steps = [{ id: 'rest', wait: { for: 'PT1H' } }];
    const document = { purpose: 'transactional', start: { on: `com.shop.${id}` }, steps };
    await publish(id, document);
    const path = `/v1/journeys/${id}`;
    const none = `/v1/journeys/${fresh('none')}`;
    await answered(200, 'GET', `${path}/versions?limit=1`);
    await answered(200, 'GET', `${path}/in-flight`);
    await answered(404, 'GET', `${none}/in-flight`);
    await answered(200, 'POST', `${path}/pause`);
    await answered(200, 'POST', `${path}/resume`);
    await answered(202, 'POST', `${path}/versions/1/cancel`, { reason: 'a mistake in its text' });
    await answered(404, 'POST', `${path}/versions/9/cancel`);
    await answered(200, 'POST', `${path}/drain`);
    await answered(200, 'GET', `${path}/actions`);
  });
}
