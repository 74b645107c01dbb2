import { describe, expect, it } from 'vitest';
import { fieldsOf, nameOf, valueAt, withTextAt } from './template-fields.ts';

const places = (channel: string, content: unknown): string[] =>
  fieldsOf(channel, content).map(({ path }) => path.join('.'));

describe('the form of a template', () => {
  it('has the simple fields of its channel', () => {
    expect(places('sms', {})).toEqual(['text']);
    expect(places('push', {})).toEqual(['title', 'body', 'link', 'image']);
    expect(places('email', {})).toEqual(['subject', 'preheader', 'html', 'text']);
    expect(places('pigeon', {})).toEqual([]);
  });

  it('has a field for each medium, and for one more', () => {
    expect(places('mms', { media: [{ url: 'https://shop.example/1.png' }] })).toEqual([
      'text',
      'media.0.url',
      'media.1.url',
    ]);
  });

  it('has those of the card or the cards that are there', () => {
    expect(places('rcs', { text: 'Hi' })).toEqual(['text']);
    expect(places('rcs', { card: { title: 'Hi' } })).toContain('card.media.url');
    expect(places('rcs', { carousel: [{}, {}] })).toContain('carousel.1.title');
  });
});

describe('a text at a place of a document', () => {
  it('is written, also where there was nothing yet', () => {
    expect(withTextAt({ text: 'a' }, ['text'], 'b')).toEqual({ text: 'b' });
    expect(withTextAt({}, ['media', 0, 'url'], 'u')).toEqual({ media: [{ url: 'u' }] });
    expect(valueAt({ media: [{ url: 'u' }] }, ['media', 0, 'url'])).toBe('u');
  });

  it('is taken out when it is empty, with what holds nothing else', () => {
    expect(withTextAt({ text: 'a', media: [{ url: 'u' }] }, ['media', 0, 'url'], '')).toEqual({ text: 'a' });
    expect(withTextAt({ title: 'a', link: 'l' }, ['link'], '')).toEqual({ title: 'a' });
  });

  it('is named as the API names it', () => {
    expect(nameOf('content', ['media', 0, 'url'])).toBe('content.media.0.url');
    expect(nameOf('locales.sv', ['text'])).toBe('locales.sv.text');
  });
});
