import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkSource, type CheckedSource } from '../documents/check-source.ts';
import { compare, textsOf } from './compare.ts';
import type { RemoteDocument } from './remote.ts';

const JOURNEY = `# a comment
journey: tell
purpose: transactional
start: { on: com.shop.a }
steps: [ { id: tell, send: [ { sms: hi } ] } ]
`;
const VALUE = {
  journey: 'tell',
  purpose: 'transactional',
  start: { on: 'com.shop.a' },
  steps: [{ id: 'tell', send: [{ sms: 'hi' }] }],
};
const TEMPLATE = { channel: 'sms', content: { text: 'hello' } };

function local(kind: 'journey' | 'template', name: string, text: string): CheckedSource {
  const format = name.endsWith('.json') ? 'json' : 'yaml';
  return checkSource({ shown: name, path: `/p/${name}`, format, text }, kind);
}

function remote(
  kind: 'journey' | 'template',
  id: string,
  value: unknown,
  text = stringify(value),
): RemoteDocument {
  return { kind, id, value, text, etag: undefined };
}

const stateOf = (here: CheckedSource, there: RemoteDocument): string => compare([here], [there])[0]!.state;

describe('a document on both sides', () => {
  it('is the same journey when its source is, comments too', () => {
    const there = remote('journey', 'tell', VALUE, JOURNEY);
    expect(stateOf(local('journey', 'a.yaml', JOURNEY), there)).toBe('same');
    expect(stateOf(local('journey', 'a.yaml', JOURNEY.replace('# a', '# another')), there)).toBe('changed');
  });

  it('is the same in JSON when it says the same', () => {
    const there = remote('journey', 'tell', VALUE);
    expect(stateOf(local('journey', 'a.json', JSON.stringify(VALUE, undefined, 4)), there)).toBe('same');
    expect(
      stateOf(local('journey', 'a.json', JSON.stringify({ ...VALUE, purpose: 'critical' })), there),
    ).toBe('changed');
  });

  it('is the same template whatever space is around its texts', () => {
    const there = remote('template', 'hi', TEMPLATE);
    expect(
      stateOf(local('template', 'hi.yaml', 'channel: sms\ncontent:\n  text: |\n    hello\n'), there),
    ).toBe('same');
    const changed = compare(
      [local('template', 'hi.yaml', 'channel: sms\ncontent: { text: bye }')],
      [there],
    )[0]!;
    expect(changed.state).toBe('changed');
    expect(textsOf(changed)).toEqual({
      local: stringify({ ...TEMPLATE, content: { text: 'bye' } }),
      remote: stringify(TEMPLATE),
    });
  });
});

it('lists what one side has too, templates before journeys', () => {
  const pairs = compare(
    [local('journey', 'a.yaml', JOURNEY)],
    [remote('template', 'hi', TEMPLATE), remote('journey', 'a', VALUE)],
  );
  expect(pairs.map(({ kind, id, state }) => `${kind} ${id} ${state}`)).toEqual([
    'template hi only-remote',
    'journey a only-remote',
    'journey tell only-local',
  ]);
});
