import { InboundMeaning } from '@hermod/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_LANGUAGES } from '../law/built-in-languages.ts';
import { explainInbound, readInbound } from './read-inbound.ts';
import { vocabularyOf } from './vocabulary.ts';

const COMMANDS = [...vocabularyOf(BUILT_IN_LANGUAGES).commands.values()];

describe('reading a command', () => {
  it.each([
    ['STOP', 'opt-out'],
    ['stop', 'opt-out'],
    ['  Stop.  ', 'opt-out'],
    ['"STOP"', 'opt-out'],
    ['“Stop”', 'opt-out'],
    ["'stop'!!!", 'opt-out'],
    ['S T O P', 'opt-out'],
    ['S.T.O.P.', 'opt-out'],
    ['STOP 🛑', 'opt-out'],
    ['🙏🏽 stop', 'opt-out'],
    ['stop\r\n', 'opt-out'],
    ['STOP STOP STOP', 'opt-out'],
    ['Stop, unsubscribe!', 'opt-out'],
    ['STOP ALL', 'opt-out'],
    ['stop-all', 'opt-out'],
    ['StopAll', 'opt-out'],
    ['opt out', 'opt-out'],
    ['Opt-Out', 'opt-out'],
    ['OPTOUT', 'opt-out'],
    ['Unsubscribe', 'opt-out'],
    ['end', 'opt-out'],
    ['Quit', 'opt-out'],
    ['revoke', 'opt-out'],
    ['cancel', 'opt-out'],
    ['Remove', 'opt-out'],
    ['TD', 'opt-out'],
    ['ARRET', 'opt-out'],
    ['« ARRÊT »', 'opt-out'],
    ['Stopp', 'opt-out'],
    ['avsluta', 'opt-out'],
    ['Avregistrera!', 'opt-out'],
    ['Avanmäl', 'opt-out'],
    ['Abmelden', 'opt-out'],
    ['désabonner', 'opt-out'],
    ['Baja', 'opt-out'],
    ['Start', 'opt-in'],
    ['un-stop', 'opt-in'],
    ['HELP?', 'help'],
    ['info', 'help'],
    ['HJÄLP', 'help'],
    ['hilfe', 'help'],
    ['aide', 'help'],
    ['ayuda', 'help'],
    ['YES', 'confirmation'],
    ['Yes, please', 'confirmation'],
    ['ja', 'confirmation'],
    ['Oui 👍', 'confirmation'],
    ['¡Sí!', 'confirmation'],
    [`STOP${' '.repeat(5000)}`, 'opt-out'],
  ] as const)('%j is an %s', (text, meaning) => {
    expect(readInbound(text)).toBe(meaning);
  });

  it.each([
    ['full-width letters', 'ＳＴＯＰ'],
    ['circled letters', 'ⓈⓉⓄⓅ'],
    ['mathematical letters', '𝐒𝐓𝐎𝐏'],
    ['a zero-width space', 'S\u200bTOP\u200b'],
    ['a byte order mark', '\ufeffSTOP'],
    ['a soft hyphen', 'ST\u00adOP'],
    ['marks of direction', '\u200fSTOP\u202c'],
    ['a Hangul filler', 'STOP\u3164'],
    ['a no-break space', 'STOP\u00a0'],
    ['a combining accent', 'ARRE\u0302T'],
    ['accents piled up', 'S\u0301\u0302\u0303T\u0334O\u0335P\u0336'],
    ['a Turkish İ', 'QUİT'],
    ['a Turkish ı', 'quıt'],
    ['a long s', '\u017ftop'],
    ['a keycap', 'STOP 1\ufe0f\u20e3'],
    ['an emoji that stands for a letter', 'Ⓜ️ STOP ™️ ℹ️'],
    ['a flag', 'STOP 🇸🇪'],
    ['a family', '👨‍👩‍👧‍👦STOP'],
    ['a capital sharp s in lower case surroundings', 'stop\u0000'],
  ])('sees through %s', (_, text) => {
    expect(readInbound(text)).toBe('opt-out');
  });

  const noise = fc.string({
    unit: fc.constantFrom(...' .!"’«»-\n\t*_()¡¿\u00a0\u200b\u200f', '🛑', '❤️', '👍🏿', 'ℹ️', '5️⃣', '🇫🇷'),
    maxLength: 4,
  });

  it('finds a keyword under any case and decoration', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...COMMANDS),
        fc.infiniteStream(noise),
        fc.infiniteStream(fc.boolean()),
        ({ phrase, meaning }, noises, uppers) => {
          const letters = [...phrase].map((letter) =>
            uppers.next().value === true ? letter.toUpperCase() : letter,
          );
          const text = letters.map((letter) => `${String(noises.next().value)}${letter}`).join('');
          expect(readInbound(`${text}${String(noises.next().value)}`)).toBe(meaning);
        },
      ),
    );
  });
});

describe('reading a sentence', () => {
  it.each([
    ['please stop texting me', 'please stop'],
    ['STOP TEXTING ME!!!', 'stop texting'],
    ['Dont text me again', "don't text"],
    ['Don’t text me', "don't text"],
    ['can you take me off your list?', 'take me off'],
    ['Leave me alone', 'leave me alone'],
    ['I would like to opt-out of this', 'opt out'],
    ['Please unsubscribe me from these', 'unsubscribe'],
    ['You have the wrong number', 'wrong number'],
    ['Stop, I am not Ada', 'stop'],
    ['I am not Ada. STOP', 'stop'],
    ['STOP - you keep texting', 'stop'],
    ['Hello\nstop', 'stop'],
    ['Sluta skicka sms till mig', 'sluta skicka'],
    ['jag vill inte ha fler meddelanden', 'vill inte ha fler'],
    ['Lämna mig ifred', 'lämna mig i fred'],
    ['Bitte keine SMS mehr', 'keine sms'],
    ['Hören Sie auf, mir zu schreiben', 'hören sie auf'],
    ["Ne m'envoyez plus de messages", "ne m'envoyez plus"],
    ['ne m’envoyez plus rien', "ne m'envoyez plus"],
    ['Laissez-moi tranquille', 'laissez moi tranquille'],
    ['No me envíen más mensajes', 'no me envíen más'],
    ['no me envien mas', 'no me envíen más'],
  ])('%j objects, by its %j', (text, phrase) => {
    expect(explainInbound(text)).toMatchObject({ meaning: 'objection', phrase });
  });

  it.each([
    'Which bus stop?',
    "I can't stop laughing",
    "Don't stop me now",
    'non-stop fun',
    'stopping',
    'STOP 2',
    'Is this the end of the line?',
    'See you at the weekend',
    'I will start tomorrow',
    'Can you help me find it',
    'How do I cancel my order?',
    'Can I have more info about this',
    'yes but not today',
    'Fin!',
    'När slutar ni?',
    'Wann ist Ende der Aktion?',
    'Où est l’arrêt de bus ?',
    '1',
    '',
    ' ',
    '🛑',
    'STOPSTOP',
    'STOP'.repeat(2000),
    'constructor',
    '__proto__',
    'toString',
  ])('%j is an answer', (text) => {
    expect(explainInbound(text)).toEqual({ meaning: 'answer' });
  });

  it('takes a keyword among other words for no command', () => {
    const word = fc.constantFrom(...COMMANDS.map(({ phrase }) => phrase));
    fc.assert(
      fc.property(word, fc.constantFrom('the', 'bus', 'kitchen', 'zug', 'morgen'), (keyword, other) => {
        expect(['answer', 'objection']).toContain(readInbound(`${other} ${keyword}`));
        expect(['answer', 'objection']).toContain(readInbound(`${keyword} ${other}`));
      }),
    );
  });

  it('finds every phrase in the middle of a sentence, however its words are parted', () => {
    const phrases = BUILT_IN_LANGUAGES.flatMap(({ objections }) => objections);
    const gap = fc.constantFrom(' ', '  ', '-', '\u00a0', ' 🙄 ', "'");
    fc.assert(
      fc.property(fc.constantFrom(...phrases), gap, (phrase, between) => {
        expect(readInbound(`Hm ${phrase.replaceAll(' ', between)} xyz`)).toBe('objection');
        expect(readInbound(`hm${phrase}xyz`)).toBe('answer');
      }),
    );
  });
});

describe('the language of a text', () => {
  it.each([
    ['Abmelden', 'de'],
    ['avregistrera', 'sv'],
    ['ARRET', 'fr'],
    ['baja', 'es'],
    ['unsubscribe', 'en'],
    ['Sluta skicka', 'sv'],
    ['please stop', 'en'],
  ])('is told by %j: %s', (text, language) => {
    expect(explainInbound(text).language).toBe(language);
  });

  it.each(['STOP', 'start', 'info', 'ja', 'hello'])(
    'is not told by %j, which several have or none',
    (text) => {
      expect(explainInbound(text)).not.toHaveProperty('language');
    },
  );
});

describe('any text at all', () => {
  it('has a meaning', () => {
    const codePoints = fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 40 });
    fc.assert(
      fc.property(codePoints, (points) => {
        expect(InboundMeaning.options).toContain(readInbound(String.fromCodePoint(...points)));
      }),
    );
  });

  it('has a meaning with half a surrogate pair, too', () => {
    expect(readInbound('\ud83d STOP \ude00')).toBe('opt-out');
  });

  // What takes seconds instead of milliseconds would fail by the time limit of a test.
  it.each([
    ['spaces', ' '.repeat(4096)],
    ['the beginnings of phrases', 'please sto '.repeat(372)],
    ['phrases that end within a word', 'unsubscribex '.repeat(315)],
    ['commas', 'a,'.repeat(2048)],
    ['accents', `e${'\u0301'.repeat(4095)}`],
    ['ligatures that unfold', '\ufdfa'.repeat(4096)],
    ['emoji', '👨‍👩‍👧‍👦'.repeat(372)],
    ['hyphens', ' -'.repeat(2048)],
  ])('is read in one go when it is long: %s', (_, text) => {
    expect(readInbound(text)).toBe('answer');
  });
});
