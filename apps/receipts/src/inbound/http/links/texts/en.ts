import type { LinkTexts } from './link-texts.ts';

/** English. */
export const EN: LinkTexts = {
  language: 'en',
  name: 'English',
  languages: 'Language',
  notFound: {
    title: 'This link doesn’t work',
    text: 'Maybe a part of it is missing. Open the whole link from the message.',
  },
  expired: {
    title: 'This link has expired',
    text: 'It came with a message that is too old by now. Open the link in a newer message, or ask whoever sent it.',
  },
  unreadable: {
    title: 'That didn’t work',
    text: 'We couldn’t read what was sent, so nothing has happened. Open the link again and try once more.',
  },
  unavailable: {
    title: 'Please try again in a moment',
    text: 'Something isn’t working here just now. Open the link again in a minute.',
  },
  answer: {
    title: 'Send your answer?',
    question: (reply) => `Your answer: ${reply}`,
    button: 'Send this answer',
    done: { title: 'Thank you', text: 'Your answer has arrived. You can close this page.' },
  },
};
