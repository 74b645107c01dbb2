import { HermodError } from '@hermod/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPreferenceForm, readUnsubscribeForm, type SentForm } from './read-form.ts';

const FORM = 'application/x-www-form-urlencoded';
const sent = (body: string, contentType: string | undefined = FORM): SentForm => ({
  contentType,
  body: Buffer.from(body),
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof HermodError) return error.code;
    throw error;
  }
  return 'none';
};
const SAVE = 'act=save&lang=sv';

describe('the form of the preference page', () => {
  it('says what was shown and what is ticked', () => {
    const body = `${SAVE}&stand=x&shown=sms:marketing:offers%3Don&shown=email:marketing:%3Doff&tick=email:marketing:`;
    expect(readPreferenceForm(sent(body))).toEqual({
      act: 'save',
      language: 'sv',
      submitted: {
        stand: 'x',
        shown: new Map([
          ['sms:marketing:offers', true],
          ['email:marketing:', false],
        ]),
        ticked: new Set(['email:marketing:']),
        quietHours: { shown: undefined, wanted: undefined },
      },
      typed: { from: '', to: '' },
      mistake: undefined,
    });
  });

  it.each([
    ['quiet-from=22:00', 'quietHoursHalf'],
    ['quiet-from=22:00&quiet-to=22:00', 'quietHoursSame'],
    ['quiet-from=9&quiet-to=10', 'quietHoursNoTime'],
    ['quiet-from=22:00&quiet-to=25:00', 'quietHoursNoTime'],
    ['quiet-shown=00:00-24:00&quiet-from=00:00&quiet-to=00:00', undefined],
  ])('with %s: %s', (fields, mistake) => {
    expect(readPreferenceForm(sent(`${SAVE}&${fields}`)).mistake).toBe(mistake);
  });

  it('has quiet hours, and buttons that leave them alone', () => {
    const fields = 'quiet-shown=22:00-07:00&quiet-from=23:00&quiet-to=08:00';
    const shown = { from: '22:00', to: '07:00' };
    expect(readPreferenceForm(sent(`${SAVE}&${fields}`)).submitted.quietHours).toEqual({
      shown,
      wanted: { from: '23:00', to: '08:00' },
    });
    expect(readPreferenceForm(sent(`act=end-all&lang=sv&${fields}`)).submitted.quietHours).toEqual({
      shown,
      wanted: shown,
    });
  });

  it.each([
    ['', 'PREFERENCE_FORM_INVALID'],
    ['act=save', 'PREFERENCE_FORM_INVALID'],
    [`${SAVE}&act=save`, 'PREFERENCE_FORM_INVALID'],
    [`${SAVE}&admin=1`, 'PREFERENCE_FORM_INVALID'],
    [`${SAVE}&__proto__=1`, 'PREFERENCE_FORM_INVALID'],
    [`${SAVE}&tick=fax:marketing:offers`, 'PREFERENCE_FORM_INVALID'],
    [`${SAVE}&shown=sms:marketing:offers`, 'PREFERENCE_FORM_INVALID'],
    [`${SAVE}&quiet-shown=always`, 'PREFERENCE_FORM_INVALID'],
    [`${SAVE}&${'tick=sms:marketing:a&'.repeat(3_000)}`, 'PREFERENCE_FORM_TOO_LARGE'],
    ['x'.repeat(70_000), 'PREFERENCE_FORM_TOO_LARGE'],
  ])('is not %.40j', (body, code) => {
    expect(codeOf(() => readPreferenceForm(sent(body)))).toBe(code);
  });

  it('is no other kind of body', () => {
    expect(codeOf(() => readPreferenceForm(sent('{}', 'application/json')))).toBe(
      'PREFERENCE_FORM_UNSUPPORTED_MEDIA_TYPE',
    );
    expect(codeOf(() => readPreferenceForm({ contentType: FORM, body: undefined }))).toBe(
      'PREFERENCE_FORM_INVALID',
    );
  });

  it('is refused in words, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `${SAVE}&${text}`),
        ),
        (body) => {
          expect(codeOf(() => readPreferenceForm(sent(body)))).toMatch(/^(none|PREFERENCE_FORM_\w+)$/);
        },
      ),
    );
  });
});

describe('one click to unsubscribe', () => {
  const MULTIPART = 'multipart/form-data; boundary=xyz';
  const part = (name: string, value: string) =>
    `--xyz\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  it('comes from a program for mail in either form, and from the page with its language', async () => {
    expect(await readUnsubscribeForm(sent('List-Unsubscribe=One-Click'))).toBeUndefined();
    expect(
      await readUnsubscribeForm(sent(`${part('List-Unsubscribe', 'One-Click')}--xyz--\r\n`, MULTIPART)),
    ).toBeUndefined();
    expect(await readUnsubscribeForm(sent('List-Unsubscribe=One-Click&lang=de'))).toBe('de');
  });

  it.each([
    ['', FORM],
    ['List-Unsubscribe=Two-Clicks', FORM],
    ['List-Unsubscribe=One-Click&more=1', FORM],
    ['List-Unsubscribe=One-Click', MULTIPART],
    [`${part('List-Unsubscribe', 'No')}--xyz--\r\n`, MULTIPART],
    ['List-Unsubscribe=One-Click', 'text/plain'],
  ])('is not %j as %s', async (body, type) => {
    await expect(readUnsubscribeForm(sent(body, type))).rejects.toThrow(HermodError);
  });
});
