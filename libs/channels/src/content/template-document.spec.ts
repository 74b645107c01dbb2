import { describe, expect, it } from 'vitest';
import { readTemplateDocument } from './template-document.ts';

const thrownBy = (input: unknown): unknown => {
  try {
    readTemplateDocument(input);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a template document', () => {
  it('is an SMS with its text, or a push with title and body', () => {
    const sms = { channel: 'sms', content: { text: 'Hi {{ recipient.firstName }}' } };
    expect(readTemplateDocument(sms)).toEqual(sms);
    const push = { channel: 'push', content: { title: 'T', body: 'B', link: 'https://shop.example/o/1' } };
    expect(readTemplateDocument(push)).toEqual(push);
  });

  it.each([
    [{ channel: 'pigeon', content: {} }, 'channel', /no such channel.*push, sms, mms, rcs, email/],
    [{ content: { text: 'x' } }, 'channel', /names its channel/],
    ['text', 'template', /an object with channel and content/],
    [null, 'template', /an object with channel and content/],
    [{ channel: 'sms' }, 'content', /./],
    [{ channel: 'sms', content: { text: ' ' } }, 'content.text', /is empty/],
    [{ channel: 'sms', content: { text: 7 } }, 'content.text', /is a text/],
    [{ channel: 'sms', content: { text: 'x', title: 'y' } }, 'content', /title/],
    [{ channel: 'push', content: { title: 'x' } }, 'content.body', /is a text/],
    [{ channel: 'sms', content: { text: 'x' }, locale: 'sv' }, 'template', /locale/],
    [
      { channel: 'sms', content: { text: 'x' }, locales: { swedish: { text: 'y' } } },
      'locales.swedish',
      /sv, de-AT/,
    ],
    [{ channel: 'sms', content: { text: 'x' }, locales: { sv: { title: 'y' } } }, 'locales.sv.text', /text/],
  ])('refuses %j and names the field', (input, field, message) => {
    expect(thrownBy(input)).toMatchObject({
      code: 'TEMPLATE_INVALID',
      field,
      message: expect.stringMatching(message),
    });
  });

  it('names all mistakes at once', () => {
    expect(thrownBy({ channel: 'push', content: {} })).toMatchObject({
      problems: [{ field: 'content.title' }, { field: 'content.body' }],
    });
  });
});
