import { describe, expect, it } from 'vitest';
import type { HandOver } from '../provider.ts';
import { fcmMessage } from './fcm-message.ts';

const MESSAGE = '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22';
const handOver: HandOver = {
  attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
  messageId: MESSAGE,
  channel: 'push',
  purpose: 'transactional',
  to: 'token-1',
  content: { channel: 'push', title: 'T', body: 'B' },
  callback: { url: 'https://hermod.example/webhooks/fcm?t=abc', token: 'abc' },
  publicUrl: 'https://hermod.example',
  ttlMs: 90_500,
};
const NOW = Date.parse('2026-11-22T09:00:00Z');

describe('a push as FCM wants it', () => {
  it('carries what the app reports with, and replaces itself on every platform', () => {
    const push = {
      channel: 'push',
      title: 'T',
      body: 'B',
      link: 'https://shop.example/7',
      image: 'https://shop.example/7.png',
    } as const;
    expect(fcmMessage(handOver, push, NOW)).toEqual({
      message: {
        token: 'token-1',
        notification: { title: 'T', body: 'B', image: 'https://shop.example/7.png' },
        data: {
          hermod_message: MESSAGE,
          hermod_token: 'abc',
          hermod_url: 'https://hermod.example',
          link: 'https://shop.example/7',
        },
        android: { collapse_key: MESSAGE, ttl: '90s', priority: 'high', notification: { tag: MESSAGE } },
        apns: { headers: { 'apns-collapse-id': MESSAGE, 'apns-expiration': String(NOW / 1000 + 90) } },
        webpush: {
          headers: { TTL: '90', Topic: MESSAGE.replaceAll('-', '') },
          notification: { tag: MESSAGE },
          fcm_options: { link: 'https://shop.example/7' },
        },
      },
    });
  });

  it('is kept for four weeks at most, and gives an app’s own link in the data only', () => {
    const push = { channel: 'push', title: 'T', body: 'B', link: 'shop://7' } as const;
    const message = fcmMessage({ ...handOver, ttlMs: 1e12 }, push, NOW);
    expect(message).toMatchObject({ message: { android: { ttl: '2419200s' }, data: { link: 'shop://7' } } });
    expect(JSON.stringify(message)).not.toContain('fcm_options');
  });
});
