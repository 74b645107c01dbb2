import type { LinkTexts } from './link-texts.ts';

/** Swedish. */
export const SV: LinkTexts = {
  language: 'sv',
  name: 'Svenska',
  languages: 'Språk',
  notFound: {
    title: 'Länken fungerar inte',
    text: 'Kanske saknas en del av den. Öppna hela länken från meddelandet.',
  },
  expired: {
    title: 'Länken är för gammal',
    text: 'Den kom med ett meddelande som nu är för gammalt. Öppna länken i ett nyare meddelande, eller fråga avsändaren.',
  },
  unreadable: {
    title: 'Det gick inte',
    text: 'Vi kunde inte läsa det som skickades, så inget har hänt. Öppna länken igen och försök på nytt.',
  },
  unavailable: {
    title: 'Försök igen om en stund',
    text: 'Något fungerar inte här just nu. Öppna länken igen om en minut.',
  },
  answer: {
    title: 'Skicka ditt svar?',
    question: (reply) => `Ditt svar: ${reply}`,
    button: 'Skicka svaret',
    done: { title: 'Tack', text: 'Ditt svar har kommit fram. Du kan stänga sidan.' },
  },
};
