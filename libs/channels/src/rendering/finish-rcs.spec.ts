import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import type { RcsContent } from '../content/rcs-content.ts';
import { readTemplateDocument } from '../content/template-document.ts';
import { RCS_LIMITS } from '../rcs/limits.ts';
import { compileTemplate } from './compile-template.ts';
import type { RenderedRcs } from './rendered.ts';
import { renderTemplate } from './render-template.ts';
import type { OfferedReply } from './replies.ts';

function render(content: unknown, data: object = {}, replies?: readonly OfferedReply[]): RenderedRcs {
  const template = compileTemplate(readTemplateDocument({ channel: 'rcs', content }));
  return renderTemplate(template, data, { replies }) as RenderedRcs;
}

function problemOf(act: () => unknown): Pick<HermodError, 'code' | 'field' | 'message'> {
  try {
    act();
  } catch (error) {
    if (error instanceof HermodError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const url = 'https://shop.example/7.png';
const chips = (count: number) => Array.from({ length: count }, (_, n) => ({ text: `chip ${n}` }));
const reply = (id: string, text = id): OfferedReply => ({ id, text, postback: `token-${id}`, link: url });

describe('an RCS message', () => {
  it('is rendered with its card, its chips and the answers before them', () => {
    const content: RcsContent = {
      card: {
        title: 'Flight {{ event.flight }}',
        media: { url, height: 'tall' },
        suggestions: [{ text: 'Boarding pass', url: 'https://air.example/{{ event.flight }}' }],
      },
      suggestions: [
        { text: 'Call us', dial: '+46 70-000 00 01' },
        {
          text: 'Save',
          calendar: {
            title: 'Flight',
            start: '2026-11-24T10:00:00+01:00',
            end: '2026-11-24T12:00:00+01:00',
          },
        },
      ],
    };
    expect(render(content, { event: { flight: 'SK7' } }, [reply('yes', 'Yes')])).toEqual({
      channel: 'rcs',
      card: {
        title: 'Flight SK7',
        media: { url, height: 'tall' },
        suggestions: [{ text: 'Boarding pass', url: 'https://air.example/SK7' }],
      },
      suggestions: [
        { text: 'Yes', postback: 'token-yes' },
        { text: 'Call us', dial: '+46700000001' },
        {
          text: 'Save',
          calendar: { title: 'Flight', start: '2026-11-24T09:00:00.000Z', end: '2026-11-24T11:00:00.000Z' },
        },
      ],
    });
  });

  it('has no height where the card lies down, and no orientation in a carousel', () => {
    const card = { title: 'x', media: { url, height: 'short' }, orientation: 'horizontal' };
    expect(render({ card }).card).toEqual({ title: 'x', media: { url }, orientation: 'horizontal' });
    expect(render({ carousel: [card, card] }).carousel).toEqual([
      { title: 'x', media: { url, height: 'short' } },
      { title: 'x', media: { url, height: 'short' } },
    ]);
  });

  it('takes exactly what the limits allow', () => {
    const postback = 'é'.repeat(RCS_LIMITS.postbackBytes / 2);
    const suggestions = [...chips(10), { text: 'x'.repeat(25), postback }];
    expect(render({ text: '{{ t }}', suggestions }, { t: 'x'.repeat(3072) }).suggestions).toHaveLength(11);
  });
});

describe('an RCS template is refused when it is saved', () => {
  it.each([
    ['a carousel of one', { carousel: [{ title: 'x' }] }, 'content.carousel'],
    [
      'a carousel of eleven',
      { carousel: Array.from({ length: 11 }, () => ({ title: 'x' })) },
      'content.carousel',
    ],
    ['a twelfth chip', { text: 'x', suggestions: chips(12) }, 'content.suggestions'],
    ['a fifth chip of a card', { card: { title: 'x', suggestions: chips(5) } }, 'content.card.suggestions'],
    ['a label of 26', { text: 'x', suggestions: [{ text: 'x'.repeat(26) }] }, 'content.suggestions.0.text'],
    [
      'a postback of 2,049 bytes',
      { text: 'x', suggestions: [{ text: 'x', postback: `${'é'.repeat(1024)}x` }] },
      'content.suggestions.0.postback',
    ],
    ['a title of 201', { card: { title: 'x'.repeat(201) } }, 'content.card.title'],
    [
      'a tall card in a carousel',
      { carousel: [{ title: 'x' }, { media: { url, height: 'tall' } }] },
      'content.carousel.1.media.height',
    ],
    [
      'a place that is none',
      { text: 'x', suggestions: [{ text: 'x', location: { latitude: 91, longitude: 0 } }] },
      'content.suggestions.0.location.latitude',
    ],
  ])('%s', (_, content, field) => {
    expect(problemOf(() => render(content))).toMatchObject({ code: 'TEMPLATE_INVALID', field });
  });
});

describe('an RCS message is refused when it is rendered', () => {
  const long = (length: number) => ({ v: 'x'.repeat(length) });
  const chip = (action: object) => ({ text: 'x', suggestions: [{ text: 'go', ...action }] });
  const event = (start: string, end: string) => chip({ calendar: { title: 'x', start, end } });
  it.each<[string, unknown, object, string]>([
    ['a text of 3,073', { text: '{{ v }}' }, long(3073), 'text'],
    ['a label of 26', { text: 'x', suggestions: [{ text: '{{ v }}' }] }, long(26), 'suggestions.0.text'],
    ['a label that is empty', chip({ text: '{{ v }}', url }), long(0), 'suggestions.0.text'],
    ['a postback of 2,049 bytes', chip({ postback: '{{ v }}' }), long(2049), 'suggestions.0.postback'],
    ['a title of 201', { card: { title: '{{ v }}' } }, long(201), 'card.title'],
    ['a description of 2,001', { card: { description: '{{ v }}' } }, long(2001), 'card.description'],
    ['a card of nothing', { card: { title: '{{ v }}', suggestions: chips(1) } }, long(0), 'card.title'],
    ['a carousel of one', { carousel: [{ title: 'x' }, { title: '{{ v }}' }] }, long(0), 'carousel'],
    ['a number that is none', chip({ dial: '112 {{ v }}' }), long(1), 'suggestions.0.dial'],
    ['a link of an app', chip({ url: 'shop://{{ v }}' }), long(1), 'suggestions.0.url'],
    ['a private link', chip({ url: 'http://192.168.{{ v.size }}.1/' }), long(1), 'suggestions.0.url'],
    ['a private medium', { card: { media: { url: 'http://10.0.0.7/a.png' } } }, {}, 'card.media.url'],
    [
      'a medium that no card shows',
      { card: { media: { url: 'https://a.example/a.mp3' } } },
      {},
      'card.media.url',
    ],
    [
      'a thumbnail that is none',
      { card: { media: { url, thumbnail: 'https://a.example/a.mp4' } } },
      {},
      'card.media.thumbnail',
    ],
    [
      'a calendar without a zone',
      event('2026-11-24T10:00:00', '2026-11-24T11:00:00Z'),
      {},
      'suggestions.0.calendar.start',
    ],
    [
      'a calendar that ends first',
      event('2026-11-24T10:00:00Z', '2026-11-24T10:00:00+01:00'),
      {},
      'suggestions.0.calendar.end',
    ],
  ])('%s', (_, content, data, field) => {
    expect(problemOf(() => render(content, data))).toMatchObject({
      code: 'TEMPLATE_RENDER_FAILED',
      field: `content.${field}`,
    });
  });

  it('a chip whose link or number came out empty, but not one that is not there at all', () => {
    const chips = (text: string) => ({ text: 'x', suggestions: [{ text, url: '{{ v }}' }, { text: 'Hi' }] });
    expect(problemOf(() => render(chips('go'), long(0)))).toMatchObject({
      field: 'content.suggestions.0.url',
      message: 'it comes out empty',
    });
    const card = { title: 'x', suggestions: [{ text: 'go', dial: '{{ v }}' }] };
    expect(problemOf(() => render({ card }, long(0)))).toMatchObject({
      field: 'content.card.suggestions.0.dial',
    });
    expect(render(chips('{{ v }}'), long(0)).suggestions).toEqual([{ text: 'Hi' }]);
  });

  it('a twelfth chip that comes with the answers', () => {
    const problem = problemOf(() =>
      render({ text: 'x', suggestions: chips(10) }, {}, [reply('a'), reply('b')]),
    );
    expect(problem).toMatchObject({
      field: 'content.suggestions',
      message: 'it has 12 suggestions, 2 of them answers; a message has at most 11',
    });
  });

  it('an answer whose label is too long for a chip', () => {
    expect(problemOf(() => render({ text: 'x' }, {}, [reply('a', 'x'.repeat(26))]))).toMatchObject({
      field: 'content.replies.0.text',
    });
  });

  it('more than what the platform takes in all', () => {
    const card = {
      description: '{{ d }}',
      suggestions: Array.from({ length: 4 }, () => ({
        text: 'x',
        postback: '{{ p }}',
        url: 'https://a.example/{{ p }}',
      })),
    };
    const data = { d: '訊'.repeat(2000), p: 'x'.repeat(2048) };
    expect(problemOf(() => render({ carousel: Array.from({ length: 10 }, () => card) }, data))).toMatchObject(
      {
        field: 'content.carousel',
      },
    );
  });
});

describe('the addresses that an RCS message may lead to', () => {
  const chip = (to: string) => ({ text: 'x', suggestions: [{ text: 'go', url: to }] });
  it.each([
    'https://10.example.com/',
    'http://127.0.0.1:8080/l/x',
    'http://172.32.0.1/',
    'https://fd.example/',
  ])('%s is one', (to) => {
    expect(render(chip(to)).suggestions).toEqual([{ text: 'go', url: to }]);
  });
  it.each([
    'http://10.1/',
    'http://172.31.255.1/',
    'http://169.254.169.254/latest',
    'http://0xc0a80001/',
    'http://[fd00::1]/',
    'http://[::ffff:10.0.0.1]/',
    'https://nas.local/',
  ])('%s is none', (to) => {
    expect(problemOf(() => render(chip(to)))).toMatchObject({ field: 'content.suggestions.0.url' });
  });
});
