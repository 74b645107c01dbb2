/** What a designer sees in an editor: asked of the language server that editors use for YAML. */
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';
import { journeySchema } from './journey-schema.ts';
import { journeysInRepository } from './journeys-in-repository.ts';

const HEAD = 'journey: j\npurpose: transactional\nstart: { on: a }\nsteps:\n';

const service = getLanguageService({
  schemaRequestService: (uri) => Promise.reject(new Error(`${uri} is not there`)),
  workspaceContext: { resolveRelativePath: (path) => path },
  clientCapabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
});
service.configure({
  validate: true,
  completion: true,
  hover: true,
  schemas: [{ uri: 'inmemory://journey.json', fileMatch: ['*.yaml'], schema: journeySchema() }],
});

let opened = 0;
/** Each under a name of its own: the server remembers what it has read. */
const open = (text: string): TextDocument =>
  TextDocument.create(`file:///journey-${(opened += 1)}.yaml`, 'yaml', 1, text);

async function complaints(text: string): Promise<readonly string[]> {
  const found = await service.doValidation(open(text), false);
  return found.map(({ message, range }) => `${range.start.line + 1}: ${textOf(message)}`);
}

const textOf = (message: string | { readonly value: string }): string =>
  typeof message === 'string' ? message : message.value;

/** What is offered at the end of a text. */
async function offers(text: string): Promise<readonly string[]> {
  const document = open(text);
  const list = await service.doComplete(document, document.positionAt(text.length), false);
  return [...new Set(list.items.map(({ label }) => label))];
}

describe('an editor', () => {
  it('has nothing to say against a journey of ours', async () => {
    for (const { place, source } of journeysInRepository())
      // The first line of the demo leads to the schema as a file, which nobody reads here.
      expect([place, await complaints(source.replace(/^# yaml-language-server.*\n/, ''))]).toEqual([
        place,
        [],
      ]);
  });

  it.each([
    ['an unknown field', '  - { id: a, wayt: { for: PT1H } }', 'Property wayt is not allowed'],
    ['no duration', '  - { id: a, wait: { for: 15 min } }', 'an ISO 8601 duration such as PT15M'],
    [
      'a signal that never comes',
      '  - { id: a, escalate: [{ sms: t, until: read, within: PT1M }] }',
      'Valid values: "delivered", "replied"',
    ],
    [
      'two channels',
      '  - { id: a, send: [{ sms: t, push: t }] }',
      'Matches multiple schemas when only one must validate',
    ],
    ['a wait without its end', '  - { id: a, wait: { on: b } }', 'Missing property "within"'],
    [
      'half of a trio',
      '  - { id: a, send: [{ sms: t }], await: any, within: PT1M }',
      'missing property until required by property await',
    ],
    [
      'a foreign outcome',
      '  - { id: a, wait: { for: PT1H }, then: { reached: b } }',
      'Property reached is not allowed',
    ],
  ])('shows %s, at its line', async (_what, step, message) => {
    const found = await complaints(`${HEAD}${step}\n`);
    expect(found.join('\n')).toContain(message);
    expect(found.every((complaint) => complaint.startsWith('5: '))).toBe(true);
  });

  it.each([
    ['the head', 'journey: j\n', ['purpose', 'topic', 'start', 'exit', 'expires', 'steps']],
    ['every step kind', `${HEAD}  - id: a\n    `, ['escalate', 'send', 'wait', 'branch', 'split', 'collect']],
    ['the forms of a wait', `${HEAD}  - id: a\n    wait:\n      `, ['for', 'until', 'on', 'within', 'since']],
    ['the channels of a rung', `${HEAD}  - id: a\n    escalate:\n      - `, ['push', 'sms', 'rcs', 'email']],
    [
      'the outcomes of a step',
      `${HEAD}  - id: a\n    wait: { for: PT1H }\n    then:\n      `,
      ['timeout', 'happened', 'missing', 'limit'],
    ],
    ['purposes', 'journey: j\npurpose: ', ['critical', 'transactional', 'marketing']],
  ])('offers %s', async (_what, text, expected) => {
    expect(await offers(text)).toEqual(expect.arrayContaining(expected));
  });

  it('says what a word means', async () => {
    const text = `${HEAD}  - { id: a, wait: { on: b, within: PT1H, since: start } }`;
    const document = open(text);
    const hover = await service.doHover(document, document.positionAt(text.indexOf('since') + 1));
    expect(JSON.stringify(hover)).toContain('An event that came before the wait began counts too');
  });
});
