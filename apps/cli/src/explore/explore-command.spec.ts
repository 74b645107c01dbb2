import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main.ts';
import { Output } from '../terminal/output.ts';

let folder: string;

async function explore(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['explore', ...args], {
    env: {},
    cwd: folder,
    out: new Output({ write: (text) => (out += text) }, false),
    err: new Output({ write: (text) => (err += text) }, false),
    readInput: () => Promise.resolve(''),
  });
  return { code, out, err };
}

const HEAD = 'purpose: transactional\nstart: { on: go }\n';
const TELL = `journey: tell
${HEAD}steps:
  - id: tell
    visits: 2
    escalate:
      - { push: a, until: opened, within: PT15M }
      - { sms: b, until: delivered, within: PT10M }
    then: { reached: done, exhausted: tell }
  - { id: done, end: reached }
`;
const DEAD = `journey: dead
${HEAD}exit: [{ on: paid }]
steps:
  - { id: paid, wait: { on: paid, within: PT1H }, then: { happened: thanks, timeout: over } }
  - { id: thanks, end: thanks }
  - { id: over, end: over }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hermod-explore-'));
  mkdirSync(join(folder, 'journeys'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'journeys/tell.yaml'), TELL);
  writeFileSync(join(folder, 'dead.yaml'), DEAD);
  writeFileSync(join(folder, 'wrong.yaml'), 'journey: wrong\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command is loaded when it is called, and on a busy machine that takes its time. */
describe('hermod explore', { timeout: 30_000 }, () => {
  it('tells the figures of a journey', async () => {
    const { code, out } = await explore('journeys');
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      expect.stringMatching(/^journeys\/tell\.yaml tell all \d+ states$/),
      'most messages 4',
      'in any 24 hours 4',
      'on push 2',
      'on sms 2',
      expect.stringMatching(/^last message after .* at the latest$/),
      expect.stringMatching(/^end after .* at the latest; expires after 1 d$/),
      'loop tell: 2 of 2 visits to tell',
      'can end as limit',
      'can end as reached',
      '',
      '',
    ]);
  });

  it('shows the way to each of them', async () => {
    const { out } = await explore('journeys/tell.yaml', '--paths');
    expect(out).toMatch(/0\.0 s {2}tell: push asked for \(rung 1 of 2, until opened\)\n/);
    expect(out).toMatch(/the run ends: limit\n/);
  });

  it('finds a step that nothing leads to', async () => {
    const { code, out } = await explore('dead.yaml');
    expect(code).toBe(1);
    expect(out).toMatch(/dead step +thanks\n/);
    expect(out).toMatch(/last message +there is none\n/);
  });

  it('tells when there is more than it looked at', async () => {
    const { code, out } = await explore('journeys/tell.yaml', '--states', '5');
    expect(code).toBe(1);
    expect(out).toMatch(/the first \d+ states; there are more/);
  });

  it('tells mistakes instead, and explores the rest', async () => {
    const { code, out } = await explore('wrong.yaml', 'journeys/tell.yaml', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      journeys: [
        { file: 'wrong.yaml', mistakes: expect.any(Array) },
        {
          file: 'journeys/tell.yaml',
          complete: true,
          mostMessages: { messages: 4, path: expect.any(Array) },
        },
      ],
    });
    expect((await explore('wrong.yaml')).out).toContain('wrong.yaml');
  });

  it.each([
    ['without a file', [], 2],
    ['with a number of states that is none', ['dead.yaml', '--states', 'many'], 2],
    ['with a file that is not there', ['nowhere.yaml'], 1],
    ['with a folder without journeys', ['empty'], 1],
  ])('%s it says so', async (_, args, code) => {
    const answer = await explore(...args);
    expect(answer).toMatchObject({ code, err: expect.stringMatching(/^hermod: /) });
  });
});
