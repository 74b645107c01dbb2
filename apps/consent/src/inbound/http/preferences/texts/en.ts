import type { PageTexts } from './page-texts.ts';

const CHANNELS = { push: 'App notification', sms: 'Text message', email: 'Email' } as const;
const BY = { push: 'by app notification', sms: 'by text message', email: 'by email' } as const;
const KINDS = {
  marketing: 'advertising',
  transactional: 'service messages',
  critical: 'security messages',
} as const;
const from = (organisation: string | undefined): string =>
  organisation === undefined ? '' : ` from ${organisation}`;

/** English. */
export const EN: PageTexts = {
  language: 'en',
  name: 'English',
  languages: 'Language',
  heading: (organisation) => (organisation === undefined ? 'Your messages' : `Messages from ${organisation}`),
  intro:
    'Choose what you want to hear about, and how. You can change it here at any time. Whoever has the link to this page can do so too, so don’t pass it on.',
  contact: (contact) => `Questions? ${contact}`,
  reach: {
    heading: 'Where we reach you',
    devices: (count) => (count === 1 ? 'on 1 device' : `on ${count} devices`),
    endingIn: (digits) => `number ending in ${digits}`,
    stoppedBySms:
      'Text messages to this number are stopped, because STOP was sent from it. They can’t be switched on here: to get them again, text START from this phone.',
    stopped: 'Nothing is sent here any more, because somebody asked us to stop.',
    nowhere: 'We have no number, address or app by which we could reach you.',
  },
  channels: CHANNELS,
  purposes: {
    marketing: {
      title: 'Advertising',
      statement: (organisation) =>
        `I want to get advertising${from(organisation)} about the topics and in the ways that I tick. I can change this here at any time.`,
    },
    transactional: {
      title: 'Service messages',
      statement: (organisation) =>
        `I want to get messages${from(organisation)} about what I have ordered or agreed to, in the ways that I tick.`,
    },
    critical: {
      title: 'Security',
      statement: (organisation) =>
        `I want to get security messages${from(organisation)}, such as login codes, in the ways that I tick.`,
    },
  },
  everything: {
    title: 'Everything else of this kind',
    text: 'If you untick this, everything of this kind ends in that way, also what is ticked above.',
  },
  pending: 'waits for your YES by text message',
  noTopics: 'There are no topics to choose from at the moment.',
  quietHours: {
    legend: 'Quiet hours',
    hint: 'Between these times we leave you alone, by the clock where you live; messages wait until afterwards. Security messages, such as login codes, come all the same. Leave both empty if you want none.',
    from: 'From',
    to: 'Until',
    days: (days) => `They begin on: ${days}.`,
    weekdays: {
      mon: 'Monday',
      tue: 'Tuesday',
      wed: 'Wednesday',
      thu: 'Thursday',
      fri: 'Friday',
      sat: 'Saturday',
      sun: 'Sunday',
    },
  },
  save: 'Save',
  end: {
    heading: 'Stop',
    marketing: {
      text: 'No advertising any more, in whatever way. Messages about what you have ordered, and security messages, still come.',
      button: 'Stop all advertising',
    },
    all: {
      text: 'Nothing any more by text message, app or email: no news of your orders, and no security messages such as login codes either. You can come back here.',
      button: 'Stop everything, security messages too',
    },
  },
  notices: {
    saved: 'Saved. What you see now is what holds.',
    unchanged: 'Nothing was changed.',
    outdated:
      'Something had changed since you opened this page, so not all of your changes were saved. What you see now is what holds: please look again.',
    'more-ended':
      'Saved. More has ended than what you unticked, because an end reaches further than one topic here. What you see now is what holds: tick again what you want to keep.',
    'marketing-ended': 'All advertising is stopped.',
    'all-ended': 'Everything is stopped. Tick what you want to get again.',
  },
  errors: {
    heading: 'There is a problem. Nothing was saved.',
    quietHoursHalf: 'Quiet hours need both times; leave both empty if you want none.',
    quietHoursSame: 'Quiet hours can’t begin and end at the same time.',
    quietHoursNoTime: 'Write the times of quiet hours like 22:00.',
  },
  unsubscribe: {
    title: 'Stop these messages?',
    question: ({ topic, purpose, channel }) =>
      `I want no more ${KINDS[purpose]} ${BY[channel]}${topic === undefined ? '' : ` about “${topic}”`}.`,
    button: 'Yes, stop them',
    done: { title: 'Stopped', text: 'You won’t get these messages any more.' },
  },
  invalid: {
    title: 'This link doesn’t work',
    text: 'Maybe a part of it is missing. Open the whole link from the newest message. To stop text messages at once, reply STOP to one of them.',
  },
  expired: {
    title: 'This link has expired',
    text: 'Nothing was changed. Open the link in a newer message, or ask whoever sent it for a new one. To stop text messages at once, reply STOP to one of them.',
  },
  gone: {
    title: 'There is nothing here any more',
    text: 'Nothing is kept about you under this link, and nothing is sent to you because of it.',
  },
  unreadable: {
    title: 'That didn’t work',
    text: 'We couldn’t read what was sent, so nothing was changed. Open the link again and try once more.',
  },
  unavailable: {
    title: 'Please try again in a moment',
    text: 'We can’t be sure that this was saved. Open the link again and look.',
  },
};
