const TEXT = 'Hi {{ recipient.firstName }}, about {{ event.data.orderId }}.';
const SUBJECT = 'About {{ event.data.orderId }}';
const QUESTION = '{{ recipient.firstName }}, will you come ({{ event.data.orderId }})?';

/** What the load's journeys say on each channel. Every text names its order, by which it is found wherever it arrives. */
export const TEMPLATES = {
  'nemesis-push': { channel: 'push', content: { title: 'News', body: TEXT } },
  'nemesis-sms': { channel: 'sms', content: { text: TEXT } },
  'nemesis-mms': {
    channel: 'mms',
    content: { text: TEXT, media: [{ url: '{{ event.data.picture }}', contentType: 'image/png' }] },
  },
  'nemesis-rcs': { channel: 'rcs', content: { text: TEXT } },
  'nemesis-mail': { channel: 'email', content: { subject: SUBJECT, text: TEXT } },
  'question-rcs': { channel: 'rcs', content: { text: QUESTION } },
  'question-sms': { channel: 'sms', content: { text: QUESTION } },
  'question-mail': { channel: 'email', content: { subject: SUBJECT, text: QUESTION } },
} as const;

/** Of an event of the load. */
export function orderOf(event: string): string {
  return `O-${event}`;
}

/** The order that a text names. */
export function orderIn(text: string | undefined): string | undefined {
  return /\bO-[a-z]+-\d+\b/.exec(text ?? '')?.[0];
}

/** Where an MMS' picture would be; nobody fetches it. */
export const PICTURE = 'https://pictures.example/offer.png';
