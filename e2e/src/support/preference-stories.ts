import { it } from 'vitest';
import { answered } from './answered.ts';
import { fresh, must, system } from './hermod.ts';
import { expiredLinkFor, linkFor, unsubscribeLinkFor } from './preference-links.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const TOO_LARGE = 'x'.repeat(100_000);

/** What is done with preferences and by links; each answer is held to the table. */
export function preferenceStories(): void {
  it('preferences', async () => {
    const path = `/v1/recipients/${fresh('ann')}`;
    await answered(404, 'GET', `${path}/preferences`);
    await must('PUT', path, {});
    await answered(200, 'GET', `${path}/preferences`);
    await answered(200, 'PUT', `${path}/preferences`, {
      quietHours: { from: '22:00', to: '07:00', days: ['mon'] },
    });
    await answered(400, 'PUT', `${path}/preferences`, { quietHours: { from: '22:00', to: '22:00' } });
    await must('PUT', path, { country: 'SE' });
    await answered(200, 'GET', `${path}/preferences`);
    await answered(200, 'POST', `${path}/preference-link`);
    await answered(200, 'POST', `${path}/preference-link`, { days: 1 });
    await answered(400, 'POST', `${path}/preference-link`, { days: 0 });
  });

  it('the preference page and the way out of a topic', async () => {
    const ann = { id: fresh('ann'), number: '' };
    await must('PUT', `/v1/recipients/${ann.id}`, {
      contactPoints: [{ channel: 'email', address: 'ann@sim.test' }],
    });
    const page = pathOf(await linkFor(ann));
    const out = pathOf(unsubscribeLinkFor(ann));
    await answered(200, 'GET', page);
    await answered(303, 'POST', page, 'act=save&lang=en', FORM);
    await answered(422, 'POST', page, 'act=save&lang=en&quiet-from=22:00', FORM);
    await answered(200, 'GET', `${out}?lang=sv`);
    await answered(200, 'POST', out, 'List-Unsubscribe=One-Click', FORM);
    for (const path of [page, out]) {
      await answered(400, 'POST', path, 'something=else', FORM);
      await answered(413, 'POST', path, TOO_LARGE, FORM);
      await answered(415, 'POST', path, 'act=save', { 'content-type': 'text/plain' });
      await answered(404, 'GET', `${path}x`);
      await answered(404, 'POST', `${path}x`, 'act=save&lang=en', FORM);
    }
    await answered(410, 'GET', pathOf(expiredLinkFor(ann)));
    await must('DELETE', `/v1/recipients/${ann.id}`);
    for (const path of [page, out]) {
      await answered(410, 'GET', path);
      await answered(410, 'POST', path, 'List-Unsubscribe=One-Click', FORM);
    }
  });
}

function pathOf(url: string): string {
  return url.slice(system.gatewayUrl.length);
}
