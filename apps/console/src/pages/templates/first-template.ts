import type { WrittenTemplate } from './template-fields.ts';

/** How a template of each channel begins. */
const FIRST: Readonly<Record<string, unknown>> = {
  push: { title: 'Your order', body: 'Hi {{ recipient.firstName }}, it is on its way.' },
  sms: { text: 'Hi {{ recipient.firstName }}, your order is on its way.' },
  mms: { text: 'Hi {{ recipient.firstName }}', media: [{ url: 'https://shop.example/coupon.png' }] },
  rcs: {
    card: {
      title: 'Hi {{ recipient.firstName }}',
      description: 'Your order is on its way.',
      suggestions: [{ text: 'Track it', url: 'https://shop.example/orders' }],
    },
  },
  email: {
    subject: 'Your order is on its way',
    html: '<h1>Hi {{ recipient.firstName }}</h1>\n<p>Your order is on its way.</p>',
  },
};

/** A template to begin with. */
export const firstTemplate = (channel: string): WrittenTemplate => ({
  channel,
  content: FIRST[channel] ?? {},
});
