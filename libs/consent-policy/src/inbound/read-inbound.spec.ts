import { InboundMeaning } from '@hermod/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInbound } from './read-inbound.ts';

const KEYWORDS = {
  'opt-out': [
    'STOP',
    'STOPALL',
    'UNSUBSCRIBE',
    'END',
    'QUIT',
    'REVOKE',
    'OPTOUT',
    'CANCEL',
    'REMOVE',
    'TD',
    'ARRET',
  ],
  'opt-in': ['START', 'UNSTOP'],
  help: ['HELP', 'INFO', 'AIDE'],
} as const;

describe('reading an inbound text', () => {
  it.each([
    ['STOP', 'opt-out'],
    ['stop', 'opt-out'],
    ['  Stop.  ', 'opt-out'],
    ['"STOP"', 'opt-out'],
    ['“Stop”', 'opt-out'],
    ["'stop'!!!", 'opt-out'],
    ['S T O P', 'opt-out'],
    ['STOP 🛑', 'opt-out'],
    ['🙏🏽 stop', 'opt-out'],
    ['stop\r\n', 'opt-out'],
    ['\u200bSTOP\u200b', 'opt-out'],
    ['ＳＴＯＰ', 'opt-out'],
    ['STOP ALL', 'opt-out'],
    ['stop-all', 'opt-out'],
    ['opt out', 'opt-out'],
    ['Opt-Out', 'opt-out'],
    ['OPTOUT', 'opt-out'],
    ['Unsubscribe', 'opt-out'],
    ['QUİT', 'opt-out'],
    ['Arrêt', 'opt-out'],
    ['ARRE\u0302T', 'opt-out'],
    ['cancel', 'opt-out'],
    ['Start', 'opt-in'],
    ['un-stop', 'opt-in'],
    ['HELP?', 'help'],
    ['info', 'help'],
    ['Which bus stop?', 'answer'],
    ['please stop texting me', 'objection'],
    ['stopping', 'answer'],
    ['STOP 2', 'answer'],
    ['yes', 'confirmation'],
    ['YES', 'confirmation'],
    ['1', 'answer'],
    ['', 'answer'],
    ['🛑', 'answer'],
    [`STOP${' '.repeat(1000)}`, 'opt-out'],
    ['STOP'.repeat(2000), 'answer'],
    ['constructor', 'answer'],
    ['__proto__', 'answer'],
  ] as const)('%j is an %s', (text, meaning) => {
    expect(readInbound(text)).toBe(meaning);
  });

  const keyword = fc.constantFrom(
    ...Object.entries(KEYWORDS).flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
  );
  const noise = fc.string({
    unit: fc.constantFrom(' ', '.', '!', '"', '’', '«', '-', '\n', '\t', '🛑', '❤️', '\u00a0', '*'),
    maxLength: 4,
  });

  it('finds a keyword under any case and decoration', () => {
    fc.assert(
      fc.property(
        keyword,
        fc.infiniteStream(noise),
        fc.infiniteStream(fc.boolean()),
        ([word, meaning], noises, uppers) => {
          const letters = [...word].map((letter) =>
            uppers.next().value === true ? letter : letter.toLowerCase(),
          );
          const text = letters.map((letter) => `${String(noises.next().value)}${letter}`).join('');
          expect(readInbound(`${text}${String(noises.next().value)}`)).toBe(meaning);
        },
      ),
    );
  });

  it('takes a keyword among other words for no command', () => {
    fc.assert(
      fc.property(keyword, fc.stringMatching(/^[a-z]{2,8}$/), ([word], other) => {
        fc.pre(!['all', 'opt', 'un'].includes(other));
        expect(['answer', 'objection']).toContain(readInbound(`the ${other} ${word}`));
        expect(['answer', 'objection']).toContain(readInbound(`${word} the ${other}`));
      }),
    );
  });

  it('gives an answer to whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(InboundMeaning.options).toContain(readInbound(text));
      }),
    );
  });
});
