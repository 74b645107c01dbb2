import { describe, expect, it } from 'vitest';
import { LocatedDocument } from './located-document.ts';

const YAML = `journey: a
start:
  on: com.shop.a
steps:
  - id: tell
    then: { reached: done, a.b: done }
  - { id: done, end: reached }
`;

function read(text: string, format: 'yaml' | 'json' = 'yaml'): LocatedDocument {
  const document = LocatedDocument.read(text, format);
  if (!(document instanceof LocatedDocument)) throw new Error(document.message);
  return document;
}

describe('a document that was read', () => {
  it.each([
    ['journey', 1, 1],
    ['start.on', 3, 3],
    ['steps[0].then.reached', 6, 13],
    ['steps[0].then.a.b', 6, 28],
    ['steps[1].end', 7, 17],
    ['steps[1]', 7, 5],
  ])('tells where %s stands', (field, line, column) => {
    expect(read(YAML).placeOf(field)).toEqual({ line, column });
  });

  it('tells of a missing field where it would belong', () => {
    expect(read(YAML).placeOf('steps[1].then.reached')).toEqual({ line: 7, column: 5 });
    expect(read(YAML).placeOf('purpose')).toEqual({ line: 1, column: 1 });
    expect(read(YAML).placeOf('steps[9].id')).toEqual({ line: 4, column: 1 });
  });

  it('points at a key that is asked for', () => {
    expect(read(YAML).placeOf('steps[1]', ['end'])).toEqual({ line: 7, column: 17 });
  });

  it('locates JSON too', () => {
    const json = '{\n  "steps": [\n    { "id": "a" }\n  ]\n}';
    expect(read(json, 'json').placeOf('steps[0].id')).toEqual({ line: 3, column: 7 });
  });
});

describe('a text that can not be read', () => {
  it('is YAML with its place', () => {
    expect(LocatedDocument.read('a: [1\nb: 2', 'yaml')).toMatchObject({
      message: expect.stringMatching(/^this is no YAML: /) as string,
      place: { line: 2 },
    });
  });

  it('is YAML that says a key twice', () => {
    expect(LocatedDocument.read('a: 1\na: 2', 'yaml')).toMatchObject({ place: { line: 2, column: 1 } });
  });

  it('is JSON with its place, also where YAML would do', () => {
    expect(LocatedDocument.read('{\n  "a": b }', 'json')).toMatchObject({ place: { line: 2, column: 8 } });
    expect(LocatedDocument.read('a: 1', 'json')).toMatchObject({
      message: expect.stringMatching(/no JSON/) as string,
    });
  });

  it('is YAML whose aliases explode', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...[...'bcdefgh'].map((name, index) => {
        const before = 'abcdefgh'[index]!;
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
      }),
    ].join('\n');
    expect(LocatedDocument.read(bomb, 'yaml')).toMatchObject({ message: 'the YAML has too many aliases' });
  });
});
