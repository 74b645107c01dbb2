import { describe, expect, it } from 'vitest';
import { isMmsType, judgeMmsMedia, MAX_MMS_BYTES, SAFE_MMS_BYTES } from './media-limits.ts';

const picture = { field: 'content.media.0', contentType: 'image/png' };
const film = { field: 'content.media.1', contentType: 'video/mp4' };

describe('the type of a medium', () => {
  it.each([
    'image/jpeg',
    'IMAGE/PNG',
    'audio/ogg; codecs=opus',
    'text/calendar; charset=utf-8',
    'video/3gpp',
  ])('%s can be carried', (type) => expect(isMmsType(type)).toBe(true));

  it.each(['image/webp', 'image/svg+xml', 'text/html', 'application/zip', 'constructor', ''])(
    '%s can not',
    (type) => expect(isMmsType(type)).toBe(false),
  );
});

describe('the media of an MMS', () => {
  it('may have five megabytes together, and the largest is named when they have more', () => {
    const half = MAX_MMS_BYTES / 2;
    expect(
      judgeMmsMedia([
        { ...picture, bytes: half },
        { ...film, bytes: half },
      ]).problems,
    ).toEqual([]);
    const { problems } = judgeMmsMedia([
      { ...picture, bytes: half },
      { ...film, bytes: half + 1 },
    ]);
    expect(problems).toMatchObject([{ field: 'content.media.1', message: /5000001 bytes together/ }]);
  });

  it('are refused by their type, each for itself', () => {
    const { problems } = judgeMmsMedia([{ ...picture, contentType: 'image/webp' }, film]);
    expect(problems).toMatchObject([{ field: 'content.media.0', message: "an MMS can't carry image/webp" }]);
  });

  it.each([
    ['a large picture where it is made to fit', picture, 2_000_000, 'US', 0],
    ['a large picture where nobody makes it fit', picture, 2_000_000, 'AU', 1],
    ['a film of the safe size', film, SAFE_MMS_BYTES, 'US', 0],
    ['a film of more', film, SAFE_MMS_BYTES + 1, 'US', 1],
    ['a film of unknown size', film, undefined, 'CA', 1],
    ['something of unknown type', { field: 'x' }, undefined, 'US', 0],
  ])('are warned of: %s', (_, medium, bytes, country, count) => {
    expect(judgeMmsMedia([{ ...medium, bytes }], country).warnings).toHaveLength(count);
  });
});
