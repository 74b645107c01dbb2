import { describe, expect, it } from 'vitest';
import { type CheckedSource, checkSource } from './check-source.ts';

function check(name: string, text: string): CheckedSource {
  const format = name.endsWith('.json') ? 'json' : 'yaml';
  return checkSource({ shown: name, path: `/project/${name}`, format, text });
}

const JOURNEY = `journey: order-shipped
purpose: transactional
start: { on: com.shop.order.shipped }
steps:
  - id: tell
    send: [ { sms: shipped-sms } ]
`;

describe('a source', () => {
  it('is a journey under the id that it says', () => {
    expect(check('any.yaml', JOURNEY)).toMatchObject({ kind: 'journey', id: 'order-shipped', mistakes: [] });
  });

  it('is a template under the name of its file', () => {
    const text = '{ "channel": "sms", "content": { "text": "Hi {{ recipient.firstName }}" } }';
    expect(check('shipped-sms.json', text)).toMatchObject({
      kind: 'template',
      id: 'shipped-sms',
      mistakes: [],
    });
  });

  it('has each mistake at its place, from top to bottom', () => {
    const text = JOURNEY.replace('start: {', 'start: { whn: x,').replace('sms: shipped-sms', 'sms: 7');
    expect(check('a.yaml', text).mistakes).toMatchObject([
      { line: 3, column: 10, field: 'start', fix: 'remove whn, or correct its name (did you mean `when`?)' },
      { line: 6, column: 15, field: 'steps[0].send[0].sms' },
    ]);
  });

  it('has warnings beside its mistakes, each at its place', () => {
    const text = JOURNEY.replace('transactional', 'marketing').replace('sms: shipped-sms', 'sms: 7');
    expect(check('a.yaml', JOURNEY.replace('transactional', 'marketing'))).toMatchObject({
      mistakes: [],
      warnings: [{ line: 1, column: 1, field: 'topic' }],
    });
    expect(check('a.yaml', text).mistakes).toMatchObject([{ line: 6, field: 'steps[0].send[0].sms' }]);
  });

  it.each([
    ['brackets', '['.repeat(10_000)],
    ['indentation', '- '.repeat(10_000)],
  ])('that is nested too deep by %s says so', (_what, text) => {
    expect(check('a.yaml', text).mistakes).toEqual([{ message: 'the YAML is nested too deep' }]);
  });

  it('has the place of Liquid that does not compile', () => {
    const [mistake] = check('t.yaml', 'channel: sms\ncontent:\n  text: "{{ x | nofilter }}"').mistakes;
    expect(mistake).toMatchObject({ line: 3, column: 3, field: 'content.text' });
  });

  it('is a scenario by what it says', () => {
    const text =
      "scenario: it works\nbegins: '2026-11-23T10:00'\ngiven: { recipient: {} }\nhappens: [{ at: PT1M }]\n";
    expect(check('a.test.yaml', text.split('happens')[0]!)).toMatchObject({ kind: 'scenario', mistakes: [] });
    expect(check('a.test.yaml', text).mistakes).toMatchObject([{ line: 4, column: 11, field: 'happens[0]' }]);
  });

  it('is no template under a name that none can have', () => {
    const text = 'channel: sms\ncontent: { text: hi }';
    expect(check('no name.yaml', text).mistakes).toMatchObject([
      { message: "a template can't be called no name" },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['a list', '- 1'],
  ])('is no journey when it holds %s', (_what, text) => {
    expect(check('a.yaml', text).mistakes.length).toBeGreaterThan(0);
  });
});
