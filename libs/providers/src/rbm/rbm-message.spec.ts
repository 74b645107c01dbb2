import type { RenderedRcs } from '@hermod/channels';
import { describe, expect, it } from 'vitest';
import type { HandOver } from '../provider.ts';
import { agentMessage } from './rbm-message.ts';
import { neededFeatures } from './rbm-features.ts';

const base = {
  attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  channel: 'rcs',
  purpose: 'transactional',
  to: '+46700000001',
  callback: { url: 'https://hermod.example/webhooks/rbm?t=abc', token: 'abc' },
  publicUrl: 'https://hermod.example',
  ttlMs: 90_500,
} as const;
const message = (content: Omit<RenderedRcs, 'channel'>, more: Partial<HandOver> = {}): object => {
  const rcs: RenderedRcs = { channel: 'rcs', ...content };
  return agentMessage({ ...base, content: rcs, ...more }, rcs);
};
const url = 'https://shop.example/7.png';

describe('an agent message', () => {
  it('is a text with chips; those without a postback carry the message’s token', () => {
    expect(
      message({ text: 'Coming?', suggestions: [{ text: 'Yes', postback: 'p' }, { text: 'No' }] }),
    ).toEqual({
      contentMessage: {
        text: 'Coming?',
        suggestions: [
          { reply: { text: 'Yes', postbackData: 'p' } },
          { reply: { text: 'No', postbackData: 'abc' } },
        ],
      },
      messageTrafficType: 'TRANSACTION',
      ttl: '90s',
    });
  });

  it('is a card with every action', () => {
    const suggestions = [
      { text: 'Open', url: 'https://shop.example/7' },
      { text: 'Call', dial: '+46700000001' },
      { text: 'Find', location: { latitude: 59.3, longitude: 18, label: 'Shop' } },
      { text: 'Share', shareLocation: true as const },
      {
        text: 'Save',
        calendar: { title: 'Visit', start: '2026-11-24T09:00:00.000Z', end: '2026-11-24T10:00:00.000Z' },
      },
    ];
    const card = {
      title: 'T',
      description: 'D',
      media: { url, thumbnail: url },
      suggestions: suggestions.slice(0, 2),
    };
    const content = { card, suggestions: suggestions.slice(2) };
    expect(message(content)).toMatchObject({
      contentMessage: {
        richCard: {
          standaloneCard: {
            cardOrientation: 'VERTICAL',
            cardContent: {
              title: 'T',
              description: 'D',
              media: { height: 'MEDIUM', contentInfo: { fileUrl: url, thumbnailUrl: url } },
              suggestions: [
                {
                  action: {
                    text: 'Open',
                    postbackData: 'abc',
                    openUrlAction: { url: 'https://shop.example/7' },
                  },
                },
                {
                  action: { text: 'Call', postbackData: 'abc', dialAction: { phoneNumber: '+46700000001' } },
                },
              ],
            },
          },
        },
        suggestions: [
          {
            action: {
              text: 'Find',
              viewLocationAction: { latLong: { latitude: 59.3, longitude: 18 }, label: 'Shop' },
            },
          },
          { action: { text: 'Share', shareLocationAction: {} } },
          {
            action: {
              text: 'Save',
              createCalendarEventAction: {
                title: 'Visit',
                startTime: '2026-11-24T09:00:00.000Z',
                endTime: '2026-11-24T10:00:00.000Z',
              },
            },
          },
        ],
      },
    });
    expect([...neededFeatures({ channel: 'rcs', ...content })]).toEqual([
      'RICHCARD_STANDALONE',
      'ACTION_VIEW_LOCATION',
      'ACTION_SHARE_LOCATION',
      'ACTION_CREATE_CALENDAR_EVENT',
      'ACTION_OPEN_URL',
      'ACTION_DIAL',
    ]);
  });

  it('lies down with its picture on the left', () => {
    expect(message({ card: { title: 'T', orientation: 'horizontal' } })).toMatchObject({
      contentMessage: {
        richCard: { standaloneCard: { cardOrientation: 'HORIZONTAL', thumbnailImageAlignment: 'LEFT' } },
      },
    });
  });

  it('is a carousel of the width that was asked for', () => {
    const carousel = [{ title: 'A' }, { title: 'B', media: { url, height: 'short' as const } }];
    expect(message({ carousel, cardWidth: 'small' })).toMatchObject({
      contentMessage: {
        richCard: {
          carouselCard: {
            cardWidth: 'SMALL',
            cardContents: [
              { title: 'A' },
              { title: 'B', media: { height: 'SHORT', contentInfo: { fileUrl: url } } },
            ],
          },
        },
      },
    });
    expect([...neededFeatures({ channel: 'rcs', carousel })]).toEqual(['RICHCARD_CAROUSEL']);
  });

  it('says its kind of traffic, and lives for 15 days at most', () => {
    expect(message({ text: 'x' }, { purpose: 'critical', ttlMs: 200 })).toMatchObject({
      messageTrafficType: 'AUTHENTICATION',
      ttl: '1s',
    });
    expect(message({ text: 'x' }, { purpose: 'marketing', ttlMs: 1e12 })).toMatchObject({
      messageTrafficType: 'PROMOTION',
      ttl: '1296000s',
    });
  });
});
