import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erase, type KeptLedger, type Said, SEALS, verify, writeLedger } from '../test/kept-ledger.ts';

const PEOPLE = ['ada', 'bo', 'Çelik', '🦊fox'];
const text = fc.string({ minLength: 1, maxLength: 8 });
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });

const said = fc.tuple(
  fc.constantFrom(...PEOPLE),
  fc.record({
    state: fc.constantFrom('given', 'withdrawn'),
    topic: optional(text),
    wording: optional(text),
    reason: optional(text),
    source: optional(fc.dictionary(fc.constantFrom('page', 'ip'), text, { noNullPrototype: true })),
    contactPoint: optional(fc.uuid()),
    validUntil: optional(fc.date({ noInvalidDate: true })),
  }),
);
/** Some days, of which the last one, on which nothing was said, is still open: everything before it is sealed. */
const ledgers: fc.Arbitrary<() => KeptLedger> = fc
  .array(fc.array(said, { maxLength: 6 }), { minLength: 1, maxLength: 4 })
  .filter((days) => days.some((day) => day.length > 0))
  .map((days) => () => writeLedger([...(days as Said[]), []]));

type Spoil = (kept: KeptLedger, n: number, word: string) => boolean;

const pick = <T>(rows: readonly T[], n: number): T => rows[n % rows.length]!;
/** Changes one field of a row to something else. */
const change =
  (rowsOf: (kept: KeptLedger) => readonly object[], fields: readonly string[]): Spoil =>
  (kept, n, word) => {
    const rows = rowsOf(kept);
    if (rows.length === 0) return false;
    const row = pick(rows, n) as Record<string, unknown>;
    const field = pick(fields, n >> 8);
    const value = row[field];
    if (typeof value === 'number') row[field] = value + 1 + (n % 3);
    else if (typeof value === 'boolean') row[field] = !value;
    else if (value instanceof Date) row[field] = new Date(value.getTime() + 1);
    else if (typeof value === 'object') row[field] = { ...value, reference: word };
    else row[field] = `${typeof value === 'string' ? value : ''}${word}`;
    return true;
  };

const drop =
  (rowsOf: (kept: KeptLedger) => unknown[]): Spoil =>
  (kept, n) => {
    const rows = rowsOf(kept);
    if (rows.length === 0) return false;
    rows.splice(n % rows.length, 1);
    return true;
  };

const ENTRY_FIELDS = [
  'recipient',
  'id',
  'sequence',
  'state',
  'isSuppression',
  'channel',
  'purpose',
  'topic',
  'method',
  'basis',
  'validUntil',
  'at',
  'recordedAt',
  'recordedBy',
  'contactPoint',
  'wording',
  'wordingVersion',
  'language',
  'source',
  'reason',
  'salt',
  'digest',
  'hash',
  'isErased',
];

/** Puts back the record of the end as it was before the last entry, with the seal that it had then. */
function putBackHead(kept: KeptLedger, recipient: string): void {
  const last = kept.entries
    .filter((entry) => entry.recipient === recipient)
    .toSorted((a, b) => a.sequence - b.sequence);
  kept.heads = kept.heads.filter((head) => head.recipient !== recipient);
  const end = last.at(-1);
  if (end === undefined) return;
  const head = { recipient, sequence: end.sequence, hash: end.hash };
  kept.heads.push({ ...head, seal: SEALS.ofHead(head) });
}

const TAMPERINGS: Readonly<Record<string, Spoil>> = {
  'a field of an entry': change(({ entries }) => entries, ENTRY_FIELDS),
  'a field of the end of a chain': change(({ heads }) => heads, ['recipient', 'sequence', 'hash', 'seal']),
  'a field of a leaf': change(({ leaves }) => leaves, ['recipient', 'sequence', 'hash', 'day']),
  'a field of a day': change(({ days }) => days, ['day', 'leaves', 'root', 'before', 'seal']),
  'a missing entry': drop(({ entries }) => entries),
  'a missing end': drop(({ heads }) => heads),
  'a missing leaf': drop(({ leaves }) => leaves),
  'a missing day': (kept, n) =>
    kept.days.length > 1 && drop(({ days }) => days)(kept, n % (kept.days.length - 1), ''),
  "two entries in each other's places": (kept, n) => {
    const one = pick(kept.entries, n);
    const other = kept.entries.find(
      (entry) => entry.recipient === one.recipient && entry.sequence !== one.sequence,
    );
    if (other === undefined) return false;
    [one.sequence, other.sequence] = [other.sequence, one.sequence];
    return true;
  },
  'a cut tail': (kept, n) => {
    const { recipient, sequence } = pick(kept.entries, n);
    kept.entries = kept.entries.filter((entry) => entry.recipient !== recipient || entry.sequence < sequence);
    return true;
  },
  'a cut tail with its end put back': (kept, n) => {
    const { recipient, sequence } = pick(kept.entries, n);
    kept.entries = kept.entries.filter((entry) => entry.recipient !== recipient || entry.sequence < sequence);
    putBackHead(kept, recipient);
    return true;
  },
  'a removed recipient': (kept, n) => {
    const { recipient } = pick(kept.entries, n);
    kept.entries = kept.entries.filter((entry) => entry.recipient !== recipient);
    kept.heads = kept.heads.filter((head) => head.recipient !== recipient);
    return true;
  },
  'a copied entry': (kept, n) => {
    const entry = pick(kept.entries, n);
    kept.entries.push({ ...entry, id: 'ffffffff-0000-5000-8000-000000000000' });
    return true;
  },
  'an entry for another recipient': (kept, n, word) => {
    kept.entries.push({ ...pick(kept.entries, n), recipient: `x${word}` });
    return true;
  },
};

describe('a ledger as the service wrote it', () => {
  test('verifies, in parts of any size, also when people were erased', () => {
    return fc.assert(
      fc.asyncProperty(
        ledgers,
        fc.subarray(PEOPLE),
        fc.integer({ min: 1, max: 4 }),
        async (write, erased, partOf) => {
          const kept = write();
          for (const recipient of erased) erase(kept, recipient);
          expect(await verify(kept, partOf)).toEqual([]);
        },
      ),
    );
  });
});

describe('is found', () => {
  test.each(Object.entries(TAMPERINGS))('%s', (_name, spoil) => {
    return fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), text, fc.subarray(PEOPLE), async (write, n, word, erased) => {
        const kept = write();
        for (const recipient of erased) erase(kept, recipient);
        fc.pre(spoil(kept, n, word));
        expect(await verify(kept)).not.toEqual([]);
      }),
    );
  });

  test('days and leaves that were cut together with entries, by a root that is kept elsewhere', async () => {
    const days: Said[] = [[['ada', {}]], [['ada', { state: 'withdrawn' }]], []];
    const kept = writeLedger(days);
    const anchors = new Map(kept.days.map(({ day, root }) => [day, root]));
    expect(await verify(kept, 1_000, anchors)).toEqual([]);
    const past = writeLedger([days[0]!, []]);
    expect(await verify(past, 1_000)).toEqual([]);
    expect(await verify(past, 1_000, anchors)).toMatchObject([{ kind: 'removed', day: '2026-11-21' }]);
  });
});

describe('a finding says what was done', () => {
  const days: Said[] = [
    [
      ['ada', {}],
      ['ada', { state: 'withdrawn' }],
      ['ada', {}],
    ],
    [['bo', {}]],
    [],
  ];
  const kindsAfter = async (spoil: (kept: KeptLedger) => void): Promise<string[]> => {
    const kept = writeLedger(days);
    spoil(kept);
    return (await verify(kept)).map(({ kind }) => kind);
  };

  test.each<[string, (kept: KeptLedger) => void, string[]]>([
    ['changed', ({ entries }) => void (entries[1]!.state = 'given'), ['changed']],
    ['changed words', ({ entries }) => void (entries[1]!.wording = 'yes'), ['changed']],
    ['removed', ({ entries }) => void entries.splice(1, 1), ['removed']],
    [
      'reordered',
      ({ entries }) => {
        entries[0]!.sequence = 2;
        entries[1]!.sequence = 1;
      },
      ['reordered', 'reordered', 'reordered'],
    ],
    ['cut off', ({ entries }) => void entries.splice(2, 1), ['cut-off']],
    ['a removed recipient', (kept) => void (kept.entries = kept.entries.slice(0, 3)), ['removed']],
    [
      'root differs',
      ({ days: roots }) => void (roots[1]!.root = roots[0]!.root),
      ['root-differs', 'root-differs'],
    ],
  ])('%s', async (_name, spoil, kinds) => {
    expect(await kindsAfter(spoil)).toEqual(kinds);
  });
});
