import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';
import { digestPersonal } from './digest-personal.ts';
import { instantText } from './instant-text.ts';

const fields = fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 4 }), { nil: undefined }), {
  maxLength: 4,
});

test('two lists of fields have the same text only when they are the same', () => {
  fc.assert(
    fc.property(fields, fields, (one, other) => {
      expect(canonical(one) === canonical(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
  expect(canonical(['é', undefined, ''])).toBe('2:é,-,0:,');
});

test('a source counts by its names, not by their order', () => {
  const digest = (source: Record<string, unknown>): string => digestPersonal('00', { source });
  expect(digest({ page: 'p', ip: '1' })).toBe(digest({ ip: '1', page: 'p' }));
  expect(digest({ page: 'p' })).toBe(digest({ page: 'p', ip: undefined }));
  expect(digest({ page: 1 })).not.toBe(digest({ page: '1' }));
  expect(digest({})).not.toBe(digestPersonal('00', {}));
});

test('an instant is told to the microsecond, from a Date or a text', () => {
  const text = '2026-11-22T09:00:00.123000Z';
  expect(instantText(new Date('2026-11-22T09:00:00.123Z'))).toBe(text);
  expect(instantText(text)).toBe(text);
  expect(instantText('2026-11-22T09:00:00.123Z')).toBe(text);
});
