import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { readTemplateDocument } from '../content/template-document.ts';
import { compileTemplate } from './compile-template.ts';
import { renderTemplate } from './render-template.ts';
import type { RenderedEmail } from './rendered.ts';

function render(content: object, data: object = {}): RenderedEmail {
  const document = readTemplateDocument({ channel: 'email', content: { subject: 'Order 7', ...content } });
  return renderTemplate(compileTemplate(document), data) as RenderedEmail;
}

function errorOf(act: () => unknown): HermodError {
  try {
    act();
  } catch (error) {
    if (error instanceof HermodError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const failed = (content: object, data: object = {}): HermodError => errorOf(() => render(content, data));

describe('the HTML of a mail', () => {
  it('has its values escaped, and raw ones as they are', () => {
    const data = { name: '<img src=x onerror=alert(1)> & "Ada"', block: '<b>bold</b>' };
    expect(render({ html: '<p title="{{ name }}">{{ name }}{{ block | raw }}</p>' }, data).html).toBe(
      '<p title="&lt;img src=x onerror=alert(1)&gt; &amp; &#34;Ada&#34;">&lt;img src=x onerror=alert(1)&gt; &amp; &#34;Ada&#34;<b>bold</b></p>',
    );
  });

  it.each([
    ['<a href="java&#115;cript:alert(1)">x</a>', /javascript:/],
    ['<a href=" java\nscript:alert(1)">x</a>', /javascript:/],
    ["<A HREF='data:text/html,x'>x</A>", /data:/],
    ['<a href="/orders/7">x</a>', /no absolute URL/],
    ['<img src="cid:logo">', /cid:/],
    ['<img src="data:image/png;base64,AA==">', /data:/],
    ['<table background="file:///etc/passwd"></table>', /file:/],
    ['<script>1</script>', /<script>/],
    ['<iframe src="https://shop.example"></iframe>', /<iframe>/],
  ])('is refused with %j', (html, message) => {
    expect(failed({ html })).toMatchObject({
      code: 'TEMPLATE_RENDER_FAILED',
      field: 'content.html',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a link that comes out of the data, without repeating it', () => {
    const error = failed({ html: '<a href="{{ to }}">x</a>' }, { to: 'javascript:steal(document)' });
    expect(error.field).toBe('content.html');
    expect(JSON.stringify([error.message, error.fix])).not.toContain('steal');
  });

  it('may lead to pages, mailboxes, phones and places in itself', () => {
    const html =
      '<a href="https://shop.example/?a=1&amp;b=2">a</a><a href="mailto:a@b.example">b</a><a href="tel:+46">c</a><a href="#d">d</a>';
    expect(render({ html }).html).toBe(html);
  });

  it('begins with the preheader, hidden and escaped, inside the body', () => {
    const { html, text } = render({
      html: '<html><BODY class="x"><p>Hi</p></BODY></html>',
      preheader: 'A < B',
    });
    expect(html).toMatch(/^<html><BODY class="x"><div style="display:none[^>]*>A &lt; B/);
    expect(html).toContain('<p>Hi</p></BODY>');
    expect(text).toBe('Hi');
    expect(render({ text: 'Hi', preheader: 'A' })).not.toHaveProperty('html');
  });
});

describe('the text part', () => {
  it('is made of the HTML where there is none', () => {
    const html =
      '<html><head><style>p { color: red }</style></head><body><h1>Order 7</h1><p>Hi Ada &amp; Bo,<br>it is <b>on</b> its way.</p>' +
      '<ul><li>one</li><li>two</li></ul><p><a href="https://shop.example/7">Track</a> <img src="https://shop.example/x.png" alt="a van"></p></body></html>';
    expect(render({ html }).text).toBe(
      'Order 7\n\nHi Ada & Bo,\nit is on its way.\n\n * one\n * two\n\nTrack <https://shop.example/7> a van',
    );
  });

  it('is the template’s own where it has one, and the subject where the HTML has no words', () => {
    expect(render({ html: '<p>HTML</p>', text: 'Text' })).toMatchObject({
      html: '<p>HTML</p>',
      text: 'Text',
    });
    expect(render({ html: '<img src="https://shop.example/x.png">' }).text).toBe('Order 7');
  });
});

describe('the subject', () => {
  it('is one line, so that no value becomes a header', () => {
    const error = failed({ subject: 'Hi {{ name }}', text: 'x' }, { name: 'Ada\r\nBcc: eve@example.com' });
    expect(error).toMatchObject({ field: 'content.subject', fix: expect.stringContaining('strip_newlines') });
    expect(error.message).not.toContain('eve');
    expect(render({ subject: '{{ name | strip_newlines }}', text: 'x' }, { name: 'a\nb' }).subject).toBe(
      'ab',
    );
  });

  it('has at most 998 octets', () => {
    expect(render({ subject: '{{ s }}', text: 'x' }, { s: 'å'.repeat(499) }).subject).toHaveLength(499);
    expect(failed({ subject: '{{ s }}', text: 'x' }, { s: 'å'.repeat(500) })).toMatchObject({
      field: 'content.subject',
      message: expect.stringContaining('1000 octets'),
    });
    expect(failed({ subject: '{{ s }}', text: 'x' }, { s: ' ' }).message).toBe('it comes out empty');
  });
});

describe('a file', () => {
  it('goes with the mail under its type', () => {
    const attachments = [
      { filename: 'order-{{ n }}.csv', text: 'id\n{{ n }}' },
      { filename: 'picture.PNG', base64: 'iVBORw==' },
      { filename: 'unknown.qqq', base64: 'AA==', contentType: 'application/x-q' },
    ];
    expect(render({ text: 'x', attachments }, { n: 7 }).attachments).toEqual([
      { filename: 'order-7.csv', contentType: 'text/csv', text: 'id\n7' },
      { filename: 'picture.PNG', contentType: 'image/png', base64: 'iVBORw==' },
      { filename: 'unknown.qqq', contentType: 'application/x-q', base64: 'AA==' },
    ]);
  });

  it('with an address is led to, in the text and in the HTML', () => {
    const attachments = [{ filename: 'terms & more.pdf', url: 'https://shop.example/t.pdf?a=1&b=2' }];
    const { text, html, attachments: sent } = render({ html: '<body><p>Hi</p></body>', attachments });
    expect(text).toBe('Hi\n\nterms & more.pdf: https://shop.example/t.pdf?a=1&b=2');
    expect(html).toBe(
      '<body><p>Hi</p><p><a href="https://shop.example/t.pdf?a=1&amp;b=2">terms &amp; more.pdf</a></p></body>',
    );
    expect(sent).toBeUndefined();
  });

  it.each([
    [{ filename: '../../x.pdf', text: 'x' }, 'filename'],
    [{ filename: 'a\tb.pdf', text: 'x' }, 'filename'],
    [{ filename: 'setup.EXE', base64: 'AA==' }, 'filename'],
    [{ filename: 'x.eml', text: 'x', contentType: 'message/rfc822' }, 'contentType'],
    [{ filename: 'x.txt', text: '{{ empty }}' }, 'text'],
    [{ filename: 'x.pdf', url: 'ftp://shop.example/x.pdf' }, 'url'],
    [{ filename: 'x.pdf', url: 'http://169.254.169.254/latest' }, 'url'],
    [{ filename: 'x.pdf', url: 'http://[::1]/x.pdf' }, 'url'],
    [{ filename: 'x.pdf', url: 'http://2130706433/x.pdf' }, 'url'],
    [{ filename: 'x.pdf', url: 'http://intranet/x.pdf' }, 'url'],
  ])('is refused: %j', (attachment, field) => {
    const error = failed({ text: 'x', attachments: [attachment] }, { empty: '' });
    expect(error).toMatchObject({ field: `content.attachments.0.${field}` });
    expect(error.fix).toBeDefined();
  });

  it('is refused where all files make the mail larger than 10 MB', () => {
    const base64 = 'A'.repeat(1_999_996);
    const files = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ filename: `${index}.bin`, base64 }));
    expect(render({ text: 'x', attachments: files(5) }).attachments).toHaveLength(5);
    expect(failed({ text: 'x', attachments: files(6) })).toMatchObject({
      field: 'content.attachments',
      message: expect.stringMatching(/about 1\d{4} kB; it has at most 10240 kB/),
    });
  });
});

describe('an invitation', () => {
  const invite = (calendar: object, data: object = {}) =>
    render({ text: 'x', calendar: { title: 'Check-up', ...calendar } }, data).calendar;

  it('takes times with an offset as they are', () => {
    expect(
      invite(
        { start: '{{ at }}', end: '2026-11-22T10:30:00Z', sequence: '{{ n }}' },
        { at: '2026-11-22T10:00:00+01:00', n: 3 },
      ),
    ).toEqual({
      title: 'Check-up',
      sequence: 3,
      start: '2026-11-22T09:00:00.000Z',
      end: '2026-11-22T10:30:00.000Z',
    });
  });

  it('takes local times by the clocks of the zone, before and after they change', () => {
    const day = (date: string) =>
      invite({ start: `${date}T09:00`, end: `${date}T10:00`, timeZone: 'Europe/Stockholm' })?.start;
    expect(day('2026-03-28')).toBe('2026-03-28T08:00:00.000Z');
    expect(day('2026-03-29')).toBe('2026-03-29T07:00:00.000Z');
    // 02:30 comes twice; from the first on to 03:30 it is two hours.
    const night = invite({
      start: '2026-10-25T02:30',
      end: '2026-10-25T03:30',
      timeZone: 'Europe/Stockholm',
    });
    expect(night).toMatchObject({ start: '2026-10-25T00:30:00.000Z', end: '2026-10-25T02:30:00.000Z' });
  });

  it.each([
    [{ start: '{{ local }}', end: '2026-11-22T10:00Z' }, 'start', /no time zone says whose/],
    [{ start: '2026-11-22T08:00Z', end: '{{ local }}' }, 'end', /no time zone says whose/],
    [
      { start: '2026-03-29T02:30', end: '2026-03-29T04:00', timeZone: 'Europe/Stockholm' },
      'start',
      /jump over/,
    ],
    [
      { start: '2026-11-22T09:00', end: '2026-11-22T10:00', timeZone: 'Mars/Olympus' },
      'timeZone',
      /no such time zone/,
    ],
    [{ start: '2026-11-22T10:00Z', end: '2026-11-22T10:00Z' }, 'end', /before it has started/],
    [{ start: '2026-11-22', end: '2026-11-22T10:00Z' }, 'start', /ISO 8601/],
    [{ start: '2026-13-22T10:00Z', end: '2026-11-22T10:00Z' }, 'start', /no such date/],
    [
      { start: '2026-11-22T09:00Z', end: '2026-11-22T10:00Z', sequence: '{{ x }}' },
      'sequence',
      /whole number/,
    ],
    [
      { start: '2026-11-22T09:00Z', end: '2026-11-22T10:00Z', cancelled: true },
      'uid',
      /names no appointment/,
    ],
  ])('is refused: %j', (calendar, field, message) => {
    const error = errorOf(() => invite(calendar, { x: 'soon', local: '2026-11-22T09:00' }));
    expect(error).toMatchObject({
      field: `content.calendar.${field}`,
      message: expect.stringMatching(message),
      fix: expect.any(String),
    });
  });

  it('with a local time and no zone is refused when the template is saved', () => {
    const error = errorOf(() => invite({ start: '2026-11-22T09:00', end: '2026-11-22T10:00Z' }));
    expect(error).toMatchObject({
      code: 'TEMPLATE_INVALID',
      field: 'content.calendar.start',
      message: expect.stringContaining('write timeZone beside it'),
    });
  });
});
