import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TemplateChannel, TemplateContent, TemplateDocument } from '../content/template-document.ts';
import { compileTemplate as compile, type CompiledTemplate } from './compile-template.ts';
import { MAX_PUSH_BYTES } from './finish-push.ts';
import { MAX_SMS_CHARS } from './finish-sms.ts';
import { renderTemplate } from './render-template.ts';
import { smartEncode } from '../sms/smart-encoding.ts';

const compileTemplate = <C extends TemplateChannel>(
  channel: C,
  content: TemplateContent[C],
): CompiledTemplate => compile({ channel, content } as TemplateDocument);

const sms = (text: string, data: object = {}): string => {
  const rendered = renderTemplate(compileTemplate('sms', { text, maxSegments: 11 }), data);
  return rendered.channel === 'sms' ? rendered.text : '';
};
const error = (act: () => unknown): unknown => {
  try {
    act();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe('compiling a template', () => {
  it('knows which variables it needs', () => {
    const text =
      'Hi {{ recipient.firstName }}, {% for item in event.data.items %}{{ item.name }}{% endfor %} {{ event.data.orderId }}';
    expect(compileTemplate('sms', { text }).variables).toEqual([
      'recipient.firstName',
      'event.data.items',
      'event.data.orderId',
    ]);
  });

  it.each([
    ['Hi {{ x }', 'output "{{ x }" not closed (line 1, column 4)'],
    ['Hi\n  {{ a | shout }}', 'undefined filter: shout (line 2, column 3)'],
    ['{% unknown %}', 'tag "unknown" not found (line 1, column 1)'],
    ['{% if a %}', 'tag {% if a %} not closed (line 1, column 1)'],
    ['{% include "/etc/passwd" %}', 'tag "include" not found (line 1, column 1)'],
    ['{% render "x" %}', 'tag "render" not found (line 1, column 1)'],
    ['{% layout "x" %}', 'tag "layout" not found (line 1, column 1)'],
    ['x'.repeat(100_001), 'parse length limit exceeded'],
  ])('refuses %.40j with its place', (text, message) => {
    expect(error(() => compileTemplate('sms', { text }))).toMatchObject({
      code: 'TEMPLATE_INVALID',
      field: 'content.text',
      message,
    });
  });

  it('names every wrong field', () => {
    const compile = () => compileTemplate('push', { title: '{{', body: 'ok', link: 'javascript:alert(1)' });
    expect(error(compile)).toMatchObject({
      field: 'content.title',
      problems: [
        { field: 'content.title' },
        { field: 'content.link', message: 'a link may not use javascript:' },
      ],
    });
  });
});

describe('rendering a template', () => {
  it('fills in what is there', () => {
    const data = {
      recipient: { firstName: 'Ada' },
      event: { data: { orderId: '7', items: [{ n: 2 }, { n: 3 }] } },
    };
    expect(
      sms(
        'Hi {{ recipient.firstName }}, order {{ event.data.orderId }}{% for i in event.data.items %} {{ i.n }}{% endfor %}.',
        data,
      ),
    ).toBe('Hi Ada, order 7 2 3.');
    expect(
      sms('{% if recipient.vip %}Dear{% else %}Hi{% endif %} {{ recipient.nick | default: "you" }}', {
        recipient: {},
      }),
    ).toBe('Hi you');
  });

  it('names the missing variable and how to do without it', () => {
    expect(
      error(() => sms('Hi {{ recipient.firstName }}', { recipient: { lastName: 'Lovelace' } })),
    ).toMatchObject({
      code: 'TEMPLATE_RENDER_FAILED',
      field: 'content.text',
      message: 'the template needs "recipient.firstName", which is not there (line 1, column 7)',
      fix: 'send it, or write {{ recipient.firstName | default: "…" }}',
    });
  });

  it.each([
    '{{ constructor }}',
    '{{ recipient.constructor.name }}',
    '{{ recipient.__proto__ }}',
    '{{ recipient.toString }}',
  ])('sees own properties only: %s', (text) => {
    expect(error(() => sms(text, { recipient: {} }))).toMatchObject({ code: 'TEMPLATE_RENDER_FAILED' });
  });

  it.each([
    ['{% for i in (1..10000000) %}x{% endfor %}', /memory/],
    [`{% for i in (1..100000) %}${'x'.repeat(5000)}{% endfor %}`, /more than 100000 characters/],
    [
      `{% capture s %}{% for i in (1..100000) %}${'x'.repeat(5000)}{% endfor %}{% endcapture %}ok`,
      /more than 100000 characters/,
    ],
    [
      '{% assign s = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}ok',
      /memory/,
    ],
  ])('ends what would not end: %.60s', (text, message) => {
    expect(error(() => sms(text))).toMatchObject({
      code: 'TEMPLATE_RENDER_FAILED',
      message: expect.stringMatching(message),
    });
  });

  it('sends no SMS that is empty or longer than gateways take', () => {
    expect(error(() => sms('{% if false %}x{% endif %}'))).toMatchObject({ message: 'it comes out empty' });
    expect(sms('{{ t }}', { t: 'x'.repeat(MAX_SMS_CHARS) })).toHaveLength(MAX_SMS_CHARS);
    expect(error(() => sms('{{ t }}', { t: 'x'.repeat(MAX_SMS_CHARS + 1) }))).toMatchObject({
      message: 'it has 1601 characters; an SMS has at most 1600',
    });
  });

  it('renders a push with its link, and leaves out an empty one', () => {
    const template = compileTemplate('push', {
      title: 'Order {{ id }}',
      body: 'On its way',
      link: '{{ url }}',
      image: 'https://x.example/{{ id }}.png',
    });
    const rest = { channel: 'push', title: 'Order 7', body: 'On its way', image: 'https://x.example/7.png' };
    expect(renderTemplate(template, { id: 7, url: 'shop://orders/7' })).toEqual({
      ...rest,
      link: 'shop://orders/7',
    });
    expect(renderTemplate(template, { id: 7, url: '' })).toEqual(rest);
  });

  it('measures a push in bytes, as the handset services do', () => {
    const template = compileTemplate('push', { title: 'x', body: '{{ t }}' });
    expect(error(() => renderTemplate(template, { t: 'ж'.repeat(MAX_PUSH_BYTES / 2) }))).toMatchObject({
      message: 'the push has 3501 bytes; it has at most 3500',
    });
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '/orders/7',
    'orders',
  ])('refuses the link %j', (url) => {
    const template = compileTemplate('push', { title: 'T', body: 'B', link: '{{ url }}' });
    expect(error(() => renderTemplate(template, { url }))).toMatchObject({
      code: 'TEMPLATE_RENDER_FAILED',
      field: 'content.link',
    });
  });

  it('fetches pictures from the web only', () => {
    expect(
      error(() => compileTemplate('push', { title: 'T', body: 'B', image: 'shop://logo' })),
    ).toMatchObject({ field: 'content.image' });
  });

  it('never evaluates data as a template', () => {
    const marked = fc.tuple(
      fc.string(),
      fc.constantFrom('{{ secret }}', '{% assign x = 1 %}', '{{ "a" | append: "b" }}'),
      fc.string(),
    );
    fc.assert(
      fc.property(marked, (pieces) => {
        const name = pieces.join('');
        expect(sms('>{{ name }}<', { name, secret: 'S' })).toBe(smartEncode(`>${name}<`));
      }),
    );
  });
});
