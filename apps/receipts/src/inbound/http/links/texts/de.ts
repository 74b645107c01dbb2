import type { LinkTexts } from './link-texts.ts';

/** German. */
export const DE: LinkTexts = {
  language: 'de',
  name: 'Deutsch',
  languages: 'Sprache',
  notFound: {
    title: 'Dieser Link funktioniert nicht',
    text: 'Vielleicht fehlt ein Teil davon. Öffnen Sie den ganzen Link aus der Nachricht.',
  },
  expired: {
    title: 'Dieser Link ist abgelaufen',
    text: 'Er kam mit einer Nachricht, die inzwischen zu alt ist. Öffnen Sie den Link in einer neueren Nachricht, oder fragen Sie den Absender.',
  },
  unreadable: {
    title: 'Das hat nicht geklappt',
    text: 'Wir konnten nicht lesen, was gesendet wurde, deshalb ist nichts geschehen. Öffnen Sie den Link noch einmal und versuchen Sie es erneut.',
  },
  unavailable: {
    title: 'Bitte versuchen Sie es gleich noch einmal',
    text: 'Hier funktioniert gerade etwas nicht. Öffnen Sie den Link in einer Minute noch einmal.',
  },
  answer: {
    title: 'Ihre Antwort senden?',
    question: (reply) => `Ihre Antwort: ${reply}`,
    button: 'Antwort senden',
    done: { title: 'Danke', text: 'Ihre Antwort ist angekommen. Sie können diese Seite schließen.' },
  },
};
