import { describe, expect, it } from 'vitest';
import { finishMms } from './finish-mms.ts';

const url = 'https://cdn.shop.example/coupon.png';

describe('an MMS', () => {
  it('says of each medium what it is: as written, else by its ending', () => {
    const media = [
      { url: `${url}?v=7#top` },
      { url: 'https://cdn.shop.example/7', contentType: 'video/mp4' },
    ];
    expect(finishMms({ text: 'Hi', media })).toEqual({
      channel: 'mms',
      text: 'Hi',
      media: [
        { url: `${url}?v=7#top`, contentType: 'image/png' },
        { url: 'https://cdn.shop.example/7', contentType: 'video/mp4' },
      ],
    });
  });

  it('may come from a private host that was named', () => {
    const media = [{ url: 'http://127.0.0.1:8090/media/coupon.png' }];
    expect(finishMms({ media }, new Set(['127.0.0.1:8090'])).media).toHaveLength(1);
    expect(() => finishMms({ media }, new Set(['127.0.0.1:8091']))).toThrow(/private/);
  });

  it.each([
    ['no media', {}, 'content.media'],
    ['eleven media', { media: Array.from({ length: 11 }, () => ({ url })) }, 'content.media'],
    ['a long text', { text: 'a'.repeat(1601), media: [{ url }] }, 'content.text'],
    [
      'an ending that says nothing',
      { media: [{ url: 'https://cdn.shop.example/7' }] },
      'content.media.0.url',
    ],
    [
      'a type that no MMS carries',
      { media: [{ url }, { url: 'https://a.example/b.webp' }] },
      'content.media.1',
    ],
    ['a loopback address', { media: [{ url: 'http://[::1]/a.png' }] }, 'content.media.0.url'],
    [
      'the address of a cloud’s metadata',
      { media: [{ url: 'http://169.254.169.254/a.png' }] },
      'content.media.0.url',
    ],
    ['another scheme', { media: [{ url: 'ftp://a.example/a.png' }] }, 'content.media.0.url'],
  ])('is refused with %s', (_, fields, field) => {
    expect(() => finishMms(fields)).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_RENDER_FAILED', field, fix: expect.any(String) }),
    );
  });

  it('repeats no address when it is refused', () => {
    expect(() => finishMms({ media: [{ url: 'http://10.0.0.1/ada.png' }] })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('ada') }),
    );
  });
});
