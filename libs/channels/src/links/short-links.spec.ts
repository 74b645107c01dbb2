import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../rendering/compile-template.ts';
import { renderTemplate } from '../rendering/render-template.ts';
import { withOpenPicture } from './open-picture.ts';
import { LINK_CODE, refuseBadTarget, sampleShorten, type Shorten } from './short-links.ts';

const TARGET = 'https://shop.example/orders/A-1?track=7&x=1';
const event = { data: { trackUrl: TARGET } };

/** Counts what it is asked for. */
function counting(): { shorten: Shorten; targets: string[] } {
  const targets: string[] = [];
  return { targets, shorten: (target) => `https://hrm.example/l/${targets.push(target)}` };
}

describe('the filter short_link', () => {
  it('shortens in texts, HTML and the links of suggestions', () => {
    const { shorten, targets } = counting();
    const email = compileTemplate({
      channel: 'email',
      content: {
        subject: 'On its way',
        text: 'Follow it: {{ event.data.trackUrl | short_link }}',
        html: '<a href="{{ event.data.trackUrl | short_link }}">Follow it</a>',
      },
    });
    expect(renderTemplate(email, { event }, { shorten })).toMatchObject({
      text: 'Follow it: https://hrm.example/l/1',
      html: '<a href="https://hrm.example/l/2">Follow it</a>',
    });
    const rcs = compileTemplate({
      channel: 'rcs',
      content: {
        text: 'On its way',
        suggestions: [{ text: 'Track', url: '{{ event.data.trackUrl | short_link }}' }],
      },
    });
    expect(renderTemplate(rcs, { event }, { shorten })).toMatchObject({
      suggestions: [{ text: 'Track', url: 'https://hrm.example/l/3' }],
    });
    expect(targets).toEqual([TARGET, TARGET, TARGET]);
  });

  it('leaves the target where nobody makes short links', () => {
    const sms = compileTemplate({
      channel: 'sms',
      content: { text: '{{ event.data.trackUrl | short_link }}' },
    });
    expect(renderTemplate(sms, { event })).toMatchObject({ text: TARGET });
  });

  it('refuses a bad target with its field, and repeats nothing of it', () => {
    const sms = compileTemplate({
      channel: 'sms',
      content: { text: 'See {{ event.data.trackUrl | short_link }}' },
    });
    const data = { event: { data: { trackUrl: 'https://ada:secret@shop.example/' } } };
    const error = (() => {
      try {
        return renderTemplate(sms, data, counting());
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: 'TEMPLATE_LINK_REFUSED', field: 'content.text' });
    expect(String(error)).not.toContain('secret');
  });

  it('counts in previews as it will', () => {
    const sample = sampleShorten('https://hrm.example')(TARGET);
    expect(sample.split('/').at(-1)).toMatch(LINK_CODE);
  });
});

describe('targets', () => {
  it.each([
    'https://shop.example/',
    'http://93.184.215.14/x',
    'https://[2606:2800:21f::1]/',
    'https://münchen.example/straße',
  ])('may be %s', (target) => {
    expect(() => refuseBadTarget(target)).not.toThrow();
  });

  it.each([
    '/orders/7',
    'shop.example',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'myshop://orders/7',
    'https://user@shop.example/',
    'http://localhost:8080/',
    'http://intranet/',
    'http://printer.local/',
    'http://db.internal./',
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://10.1.2.3/',
    'http://100.127.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
    `https://shop.example/${'x'.repeat(2_048)}`,
  ])('may not be %s', (target) => {
    expect(() => refuseBadTarget(target)).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_LINK_REFUSED' }) as Error,
    );
  });
});

describe('the picture that tells of an opening', () => {
  it('stands at the end of the body, or of what there is', () => {
    expect(withOpenPicture('<html><body><p>Hi</p></body></html>', 'https://h.example/o/a')).toMatch(
      /<p>Hi<\/p><img src="https:\/\/h\.example\/o\/a" width="1" height="1" alt="" [^>]*><\/body><\/html>$/,
    );
    expect(withOpenPicture('<p>Hi</p>', 'https://h.example/o/a')).toMatch(/^<p>Hi<\/p><img /);
  });
});
