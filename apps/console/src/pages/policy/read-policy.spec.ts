import { expect, it } from 'vitest';
import { readPolicy } from './read-policy.ts';

const formOf = (fields: readonly (readonly [string, string])[]): FormData => {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
};
const NO_ROWS = { topics: [], caps: [], quietHours: [] };

it('an empty form is a policy that wants nothing', () => {
  expect(readPolicy(formOf([]), NO_ROWS)).toEqual({ topics: [], caps: [], quietHours: [] });
});

it('takes what stands in the rows, in their order, and leaves out what was not filled in', () => {
  const form = formOf([
    ['organisation.name', ' Shop '],
    ['t1.topic', 'offers'],
    ['t1.title.en', 'Offers'],
    ['t1.title.sv', 'Erbjudanden'],
    ['t1.purpose', 'marketing'],
    ['t0.topic', 'news'],
    ['c0.name', 'weekly'],
    ['c0.most', '3'],
    ['c0.withinHours', '168'],
    ['c0.per', 'topic'],
    ['c0.channels', 'sms'],
    ['c0.channels', 'rcs'],
    ['c0.topics', 'offers, news,'],
    ['q0.from', '22:00'],
    ['q0.to', '07:00'],
    ['q0.days', 'sat'],
  ]);
  expect(readPolicy(form, { topics: ['t1', 't0'], caps: ['c0'], quietHours: ['q0'] })).toEqual({
    organisation: { name: 'Shop', contact: '' },
    topics: [
      { topic: 'offers', title: { en: 'Offers', sv: 'Erbjudanden' }, purpose: 'marketing' },
      { topic: 'news', title: { en: '' } },
    ],
    caps: [
      {
        name: 'weekly',
        most: 3,
        withinHours: 168,
        per: 'topic',
        channels: ['rcs', 'sms'],
        topics: ['offers', 'news'],
      },
    ],
    quietHours: [{ hours: { from: '22:00', to: '07:00', days: ['sat'] } }],
  });
});

it('does not take what was ticked for a row that was removed, nor what cannot be chosen', () => {
  const form = formOf([
    ['c0.name', 'gone'],
    ['q0.from', '22:00'],
    ['q0.days', 'someday'],
  ]);
  expect(readPolicy(form, { ...NO_ROWS, quietHours: ['q0'] })).toEqual({
    topics: [],
    caps: [],
    quietHours: [{ hours: { from: '22:00', to: '' } }],
  });
});
