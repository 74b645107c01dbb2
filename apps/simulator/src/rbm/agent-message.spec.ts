import { describe, expect, it } from 'vitest';
import { AgentMessage } from './agent-message.ts';
import { featuresFor } from './capabilities.ts';

const reply = (text = 'x', postbackData = 'x') => ({ reply: { text, postbackData } });
const card = (more: object = {}) => ({ title: 'x', ...more });
const carousel = (...cardContents: object[]) => ({
  richCard: { carouselCard: { cardWidth: 'SMALL', cardContents } },
});
const alone = (cardContent: object, cardOrientation = 'VERTICAL') => ({
  richCard: { standaloneCard: { cardOrientation, cardContent } },
});
const action = (more: object) => ({
  text: 'x',
  suggestions: [{ action: { text: 'x', postbackData: 'x', ...more } }],
});
const media = { height: 'TALL', contentInfo: { fileUrl: 'https://a.example/a.png' } };
const reads = (contentMessage: object, more: object = {}) =>
  AgentMessage.safeParse({ contentMessage, ...more }).success;

describe('an agent message', () => {
  it('is taken up to the limits', () => {
    expect(reads({ text: 'x'.repeat(3_072), suggestions: Array.from({ length: 11 }, () => reply()) })).toBe(
      true,
    );
    expect(reads(carousel(card({ suggestions: Array.from({ length: 4 }, () => reply()) }), card()))).toBe(
      true,
    );
    expect(reads(alone(card({ media })), { ttl: '1296000s', messageTrafficType: 'PROMOTION' })).toBe(true);
  });

  it.each([
    ['without content', {}],
    ['with two contents', { text: 'x', ...alone(card()) }],
    ['with a text of 3,073', { text: 'x'.repeat(3_073) }],
    ['with a twelfth chip', { text: 'x', suggestions: Array.from({ length: 12 }, () => reply()) }],
    ['with a label of 26', { text: 'x', suggestions: [reply('x'.repeat(26))] }],
    ['with a postback of 2,049 bytes', { text: 'x', suggestions: [reply('x', `${'é'.repeat(1_024)}x`)] }],
    ['with a carousel of one', carousel(card())],
    ['with a carousel of eleven', carousel(...Array.from({ length: 11 }, () => card()))],
    ['with a tall card in a carousel', carousel(card({ media }), card())],
    ['with an empty card', alone({})],
    ['with five chips on a card', alone(card({ suggestions: Array.from({ length: 5 }, () => reply()) }))],
    ['with a horizontal card without a side', alone(card(), 'HORIZONTAL')],
    [
      'with two actions on a chip',
      action({ openUrlAction: { url: 'https://a.example' }, shareLocationAction: {} }),
    ],
    ['with no action on one', action({})],
    ['with a number that is none', action({ dialAction: { phoneNumber: '070-1' } })],
    [
      'with an instant without its offset',
      action({
        createCalendarEventAction: {
          title: 'x',
          startTime: '2026-11-24T10:00:00',
          endTime: '2026-11-24T11:00:00Z',
        },
      }),
    ],
  ])('is refused %s', (_, contentMessage) => {
    expect(reads(contentMessage)).toBe(false);
  });

  it('is refused when it shall live for longer than 15 days', () => {
    expect(reads({ text: 'x' }, { ttl: '1296001s' })).toBe(false);
  });
});

it('asks for what a phone has to show', () => {
  const features = (contentMessage: object) => featuresFor(AgentMessage.parse({ contentMessage }));
  expect(features({ text: 'x', suggestions: [reply()] })).toEqual([]);
  expect(features(alone(card()))).toEqual(['RICHCARD_STANDALONE']);
  expect(features(carousel(card(), card()))).toEqual(['RICHCARD_CAROUSEL']);
  expect(features(action({ dialAction: { phoneNumber: '+46700000001' } }))).toEqual(['ACTION_DIAL']);
});
