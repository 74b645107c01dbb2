import { describe, expect, it } from 'vitest';
import type { Choice, PreferenceSheet } from '../../../application/preferences/preference-sheet.ts';
import { readPreferenceForm } from './read-form.ts';
import { renderPreferencePage } from './render-preference-page.ts';
import { ALL_TEXTS, textsIn } from './texts/texts.ts';
import { wordingOf } from './wording.ts';

const choice = (key: string, state: Choice['state'], isOffered = true): Choice => {
  const [channel, purpose, topic] = key.split(':') as ['sms', 'marketing', string];
  return { key, channel, purpose, topic: topic === '' ? undefined : topic, state, isOffered };
};

const SHEET: PreferenceSheet = {
  locale: 'sv-SE',
  organisation: { name: 'Åhlén & <Söner>', contact: '+46 8 123' },
  reaches: [
    { channel: 'sms', points: [{ id: 'a', channel: 'sms', address: '+46700000001' }], isStopped: false },
    {
      channel: 'email',
      points: [{ id: 'b', channel: 'email', address: 'ada@example.org' }],
      isStopped: false,
    },
  ],
  topics: [
    {
      topic: 'offers',
      purpose: 'marketing',
      title: { en: 'Offers', sv: 'Erbjudanden' },
      description: { en: 'Twice a month' },
      choices: [choice('sms:marketing:offers', 'on'), choice('email:marketing:offers', 'off')],
    },
    {
      topic: undefined,
      purpose: 'marketing',
      title: undefined,
      description: undefined,
      choices: [choice('sms:marketing:', 'on')],
    },
  ],
  quietHours: { from: '22:00', to: '24:00', days: ['mon', 'sun'] },
  policyVersion: 3,
  stand: 'abc',
};
/** Line ends between tags mean nothing. */
const flat = (markup: string): string => markup.replaceAll(/\s+/g, ' ');
const bodyOf = (sheet: PreferenceSheet, language: 'en' | 'sv' | 'de' | 'fr' = 'en'): string =>
  flat(renderPreferencePage(sheet, textsIn(language)).body);
/** As people see it. */
const read = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('the preference page', () => {
  it.each(ALL_TEXTS)('in $name has every word by which a box is agreed to', (texts) => {
    const page = read(flat(renderPreferencePage(SHEET, texts).body));
    for (const one of SHEET.topics.flatMap(({ choices }) => choices)) {
      const { wording, version } = wordingOf(one, SHEET, texts);
      expect(version).toBe('page 1, policy 3');
      for (const line of wording.split('\n')) expect(page).toContain(line);
    }
  });

  it.each(ALL_TEXTS)('in $name says which language it is in, and offers the others', (texts) => {
    const { body, headers } = renderPreferencePage(SHEET, texts);
    expect(body).toContain(`<html lang="${texts.language}">`);
    expect(headers['content-language']).toBe(texts.language);
    expect(body.match(/href="\?lang=\w\w"/g)).toHaveLength(4);
  });

  it('shows what holds, and remembers in the form what it has shown', () => {
    const body = bodyOf(SHEET);
    expect(body).toMatch(/value="sms:marketing:offers" +checked/);
    expect(body).toContain('name="shown" value="sms:marketing:offers=on"');
    expect(body).toMatch(/value="email:marketing:offers" +aria-describedby/);
    expect(body).toContain('name="shown" value="email:marketing:offers=off"');
    expect(body).toContain('name="stand" value="abc"');
  });

  it('shows addresses masked, and quiet hours with their days', () => {
    const body = bodyOf(SHEET);
    expect(body).toContain('+46 •• •• 01');
    expect(body).toContain('number ending in 01');
    expect(body).toContain('a•••@example.org');
    expect(body).not.toMatch(/\+46700000001|ada@/);
    expect(body).toContain('name="quiet-to" value="00:00"');
    expect(body).toContain('Monday, Sunday');
  });

  it('escapes what others have written', () => {
    expect(bodyOf(SHEET)).toContain('Åhlén &amp; &lt;Söner&gt;');
    expect(bodyOf(SHEET)).not.toContain('<Söner>');
  });

  it('marks words of another language than its own', () => {
    expect(bodyOf(SHEET, 'de')).toContain('<legend lang="en">Offers</legend>');
    expect(bodyOf(SHEET, 'sv')).toContain('<legend>Erbjudanden</legend>');
  });

  it('offers nothing for a number under STOP, and says how to come back', () => {
    const [sms, email] = SHEET.reaches as [PreferenceSheet['reaches'][0], PreferenceSheet['reaches'][0]];
    const topics = SHEET.topics.map((topic) => ({
      ...topic,
      choices: topic.choices.map((one) => ({ ...one, isOffered: one.channel !== 'sms' })),
    }));
    const body = bodyOf({ ...SHEET, reaches: [{ ...sms, isStopped: true }, email], topics });
    expect(body).toContain('text START from this phone');
    expect(body).not.toContain('id="sms:');
    expect(body).toContain('id="email:marketing:offers"');
  });

  it('that can not be saved keeps what the person typed, and leads to what is wrong', () => {
    const form = readPreferenceForm({
      contentType: 'application/x-www-form-urlencoded',
      body: Buffer.from(
        'act=save&lang=en&stand=old&shown=sms:marketing:offers%3Don&tick=email:marketing:offers&quiet-from=21:15',
      ),
    });
    const page = renderPreferencePage(SHEET, textsIn('en'), { rejected: form });
    const body = flat(page.body);
    expect(page.status).toBe(422);
    expect(body).toContain('<a href="#quiet-from">Quiet hours need both times');
    expect(body).toMatch(/value="21:15" aria-describedby="quiet-error quiet-hint" +aria-invalid="true"/);
    expect(body).toContain('name="stand" value="old"');
    expect(body).toMatch(/value="email:marketing:offers" +checked/);
    expect(body).not.toMatch(/value="sms:marketing:offers" +checked/);
  });

  it('runs and loads nothing', () => {
    const { headers, body } = renderPreferencePage(SHEET, textsIn('en'));
    expect(body).not.toMatch(/<script|src=|style="| on\w+=/i);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });
});
