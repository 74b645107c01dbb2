import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main.ts';
import { Output } from '../terminal/output.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../../../examples');

async function test(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['test', ...args], {
    env: {},
    cwd,
    out: new Output({ write: (text) => (out += text) }, false),
    err: new Output({ write: (text) => (err += text) }, false),
    readInput: () => Promise.resolve(''),
  });
  return { code, out, err };
}

const JOURNEY = `journey: tell
purpose: transactional
start: { on: go }
steps:
  - { id: tell, send: [{ sms: hello-sms }, { push: hello-push }] }
`;
const SCENARIO = `scenario: The SMS goes out
begins: 2026-11-23T10:00
given:
  recipient:
    attributes: { name: Ada }
    timeZone: Europe/Stockholm
    contactPoints: [{ channel: sms, address: "+46700000001" }]
  consents: [{ channel: sms, purpose: transactional }]
happens:
  - { at: PT0S, event: { type: go } }
expect:
  - { at: 10:00, sms: hello-sms, text: Hello Ada }
  - { at: 10:00, push: hello-push, as: refused }
  - { at: 10:00, ended: sent }
`;

let project: string;
const write = (path: string, text: string): void => writeFileSync(join(project, path), text);
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'hermod-scenarios-'));
  mkdirSync(join(project, 'journeys/deeper'), { recursive: true });
  mkdirSync(join(project, 'templates'));
  write('journeys/tell.yaml', JOURNEY);
  write('journeys/tell.test.yaml', SCENARIO);
  write('templates/hello-sms.yaml', 'channel: sms\ncontent: { text: "Hello {{ recipient.name }}" }\n');
  write('templates/unused.yaml', 'channel: sms\ncontent: { text: "{{ broken" }\n');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The command is loaded when it is called, and on a busy machine that takes its time. */
describe('hermod test', { timeout: 30_000 }, () => {
  it('passes every scenario of the examples, the demo included', async () => {
    const { code, out, err } = await test(EXAMPLES);
    expect(out.split('\n').filter((line) => !line.startsWith('pass '))).toEqual([
      expect.stringMatching(/^\d\d scenarios, 0 failed$/),
      '',
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('plays the journeys of the working folder, with their templates', async () => {
    expect(await test(project)).toEqual({
      code: 0,
      out: 'pass  journeys/tell.test.yaml  The SMS goes out\n1 scenario, 0 failed\n',
      err: '',
    });
  });

  it('tells the whole story with --story', async () => {
    const { out } = await test(project, '--story');
    expect(out.split('\n').slice(1, 6)).toEqual([
      '        Mon 2026-11-23 10:00:00+01:00  event go',
      '        Mon 2026-11-23 10:00:00+01:00  tell  started: start.on',
      '        Mon 2026-11-23 10:00:00+01:00  tell tell  requested: send',
      '        Mon 2026-11-23 10:00:00+01:00  tell tell  requested: send',
      expect.stringMatching(/ tell tell {2}accepted: ACCEPTED$/) as string,
    ]);
    expect(JSON.parse((await test(project, '--json', '--story')).out)).toMatchObject({
      scenarios: [{ story: expect.any(Array) as string[] }],
    });
  });

  it('shows both timelines side by side where they differ', async () => {
    const wrong = SCENARIO.replace('at: 10:00, sms', 'at: 10:01, sms')
      .replace('Hello Ada', 'Hello Bo')
      .replace('  - { at: 10:00, push: hello-push, as: refused }\n', '')
      .replaceAll('at: 10:00, ended', 'at: 10:00:00, ended')
      .replace('at: PT0S, event', 'at: 10:00, event')
      .replace('- { at: 10:00:00, ended: sent }', '- { ended: sent }\n  - { published: done }');
    write('journeys/wrong.test.yaml', wrong.replace('begins', 'journeys: [tell.yaml]\nbegins'));
    const { code, out } = await test(project, 'journeys/wrong.test.yaml');
    rmSync(join(project, 'journeys/wrong.test.yaml'));
    expect(code).toBe(1);
    expect(out).toBe(
      [
        'FAIL  journeys/wrong.test.yaml  The SMS goes out',
        '        expected (Europe/Stockholm)                     happened',
        '      ≠ Mon 2026-11-23 10:01:00+01:00  sms hello-sms    Mon 2026-11-23 10:00:00+01:00  sms hello-sms (tell)',
        '          text  expected  “Hello Bo”',
        '                happened  “Hello Ada”',
        '      +                                                 Mon 2026-11-23 10:00:00+01:00  push hello-push (tell) refused: no-usable-contact-point',
        '        any time                       ended: sent      Mon 2026-11-23 10:00:00+01:00  tell ended: sent',
        '      - any time                       published done',
        '1 scenario, 1 failed',
        '',
      ].join('\n'),
    );
  });

  it('has each mistake at its place, and plays the others all the same', async () => {
    const text = SCENARIO.replace('type: go', 'typ: go').replace('ended: sent', 'ended: 7');
    write('journeys/deeper/wrong.test.yaml', text);
    write('journeys/deeper/lost.test.yaml', SCENARIO);
    const { code, out } = await test(project);
    rmSync(join(project, 'journeys/deeper'), { recursive: true });
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^ +journeys\/deeper\/wrong.test.yaml:10:26 {2}happens\[0\].event {2}Unrecognized key/,
        ),
        expect.stringMatching(/^ +journeys\/deeper\/wrong.test.yaml:14:18 {2}expect\[2\].ended/),
        expect.stringMatching(/journeys\/deeper\/lost.yaml can't be read: there is no such file/),
        'pass  journeys/tell.test.yaml  The SMS goes out',
        '3 scenarios, 2 failed',
      ]) as string[],
    );
  });

  it('tells the same as JSON and as JUnit XML', async () => {
    const { code, out } = await test(project, '--json', '--junit', 'report.xml');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      failed: 0,
      scenarios: [{ file: 'journeys/tell.test.yaml', passed: true, rows: [{ verdict: 'same' }, {}, {}] }],
    });
    expect(readFileSync(join(project, 'report.xml'), 'utf8')).toContain(
      '<testcase classname="journeys/tell.test.yaml" name="The SMS goes out"/>',
    );
  });

  it.each([
    ['a folder that is not there', ['nowhere'], 'there is no folder nowhere'],
    ['a folder without scenarios', ['templates'], 'there is no scenario in templates'],
  ])('fails on %s', async (_what, args, message) => {
    const { code, err } = await test(project, ...args);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it('takes a file that is not there for a failed scenario', async () => {
    const { code, out } = await test(project, 'journeys/gone.test.yaml');
    expect(code).toBe(1);
    expect(out).toContain("journeys/gone.test.yaml can't be read");
  });
});
