import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant, laneOf, Name, RecipientId, satisfies, SIGNALS } from './words.ts';

describe('a recipient id', () => {
  it.each([
    'ada',
    'customer-4711',
    '12345',
    'Östen',
    '渡辺',
    'a.b_c:d~e-f',
    'c0ffee00-0000-4000-8000-000000000001',
    'x'.repeat(128),
  ])('may be %s', (id) => {
    expect(RecipientId.safeParse(id).success).toBe(true);
  });

  it.each([
    ['', 'missing'],
    ['x'.repeat(129), 'at most 128'],
    ['ada@example.org', 'letters, digits'],
    ['@', 'letters, digits'],
    ['+46700000001', ''],
    ['46700000001', 'phone number'],
    ['0700-00.00-01', 'phone number'],
    ['123456', 'phone number'],
    ['ada lovelace', 'letters, digits'],
    ['ada/1', 'letters, digits'],
    ['ada\u0000', 'letters, digits'],
    ['ada\n', 'letters, digits'],
    [' ada', 'letters, digits'],
    ['.', 'a letter or a digit'],
    ['..', 'a letter or a digit'],
    ['\u212Bsa', 'normal form C'],
    ['\u1112\u1161\u11AB', 'normal form C'],
    ['ada\u200B', 'letters, digits'],
    ['\u202Eada', 'letters, digits'],
  ])('may not be %j', (id, because) => {
    const verdict = RecipientId.safeParse(id);
    expect(verdict.success).toBe(false);
    expect(verdict.error!.issues.map((issue) => issue.message).join('; ')).toContain(because);
  });

  it('is never a phone number as a whole, however it is written', () => {
    const digit = fc.constantFrom(...'0123456789');
    const number = fc
      .tuple(
        fc.constantFrom('', '+'),
        fc.array(fc.tuple(digit, fc.constantFrom('', '-', '.', ' ')), { minLength: 7, maxLength: 15 }),
      )
      .map(([plus, parts]) => plus + parts.flat().join(''));
    fc.assert(
      fc.property(number, (text) => {
        expect(RecipientId.safeParse(text).success).toBe(false);
      }),
    );
  });
});

describe('words', () => {
  it('a stronger signal satisfies a weaker one, never the other way round', () => {
    const table = SIGNALS.map((signal) => SIGNALS.filter((wanted) => satisfies(signal, wanted)));
    expect(table).toEqual([
      ['delivered'],
      ['delivered', 'opened', 'read'],
      ['delivered', 'opened', 'read'],
      ['delivered', 'opened', 'read', 'clicked'],
      ['delivered', 'opened', 'read', 'clicked', 'replied'],
    ]);
  });

  it('critical travels urgent, everything else plain', () => {
    expect([laneOf('critical'), laneOf('transactional'), laneOf('marketing')]).toEqual([
      'urgent',
      'plain',
      'plain',
    ]);
  });

  it.each(['a', 'order-shipped', 'v1.2_x', '9', 'x'.repeat(100)])('%s is a name', (text) => {
    expect(Name.safeParse(text).success).toBe(true);
  });

  it.each(['', '-a', 'a-', '.a', 'a b', 'ö', 'a/b', '__proto__', 'x'.repeat(101)])(
    '%j is no name',
    (text) => {
      expect(Name.safeParse(text).success).toBe(false);
    },
  );

  it.each(['2026-11-22T09:00:00Z', '2026-11-22T09:00:00.123456Z', '2026-11-22T10:00:00+01:00'])(
    '%s is an instant',
    (text) => {
      expect(Instant.safeParse(text).success).toBe(true);
    },
  );

  it.each(['2026-11-22', '2026-11-22T09:00:00', '2026-02-30T09:00:00Z', 'yesterday', ''])(
    '%j is no instant',
    (text) => {
      expect(Instant.safeParse(text).success).toBe(false);
    },
  );
});
