import { describe, expect, it } from 'vitest';
import { chipLookOf, rcsLookOf } from './rcs-look-of.ts';

describe('an RCS message as it is drawn', () => {
  it('is a text, or its cards', () => {
    expect(rcsLookOf({ text: 'Hi' })).toEqual({ text: 'Hi', cards: [], suggestions: [] });
    expect(rcsLookOf({ card: { title: 'Gate 4' } }).cards).toMatchObject([{ title: 'Gate 4' }]);
    const carousel = [{ title: 'One', media: { url: 'https://shop.example/1.png' } }, { title: 'Two' }];
    expect(rcsLookOf({ carousel }).cards).toMatchObject([
      { title: 'One', media: { url: 'https://shop.example/1.png' } },
      { title: 'Two' },
    ]);
  });

  it.each([
    [{ text: 'Yes' }, 'reply', undefined],
    [{ text: 'Yes', postback: 'x' }, 'reply', undefined],
    [{ text: 'Shop', url: 'https://shop.example' }, 'openUrl', 'https://shop.example'],
    [{ text: 'Call', dial: '+46700000001' }, 'dial', '+46700000001'],
    [{ text: 'Map', location: { latitude: 1, longitude: 2 } }, 'viewLocation', '1, 2'],
    [{ text: 'Map', location: { latitude: 1, longitude: 2, label: 'Gate 4' } }, 'viewLocation', 'Gate 4'],
    [{ text: 'Here', shareLocation: true as const }, 'shareLocation', undefined],
    [
      {
        text: 'Note',
        calendar: { title: 'Flight', start: '2026-11-23T09:00:00Z', end: '2026-11-23T10:00:00Z' },
      },
      'calendar',
      'Flight, 2026-11-23T09:00:00Z',
    ],
  ])('has chips such as %j', (suggestion, does, to) => {
    expect(chipLookOf(suggestion)).toEqual({
      text: suggestion.text,
      does,
      ...(to === undefined ? {} : { to }),
    });
  });
});
