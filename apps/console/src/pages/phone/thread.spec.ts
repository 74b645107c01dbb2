import { describe, expect, it } from 'vitest';
import { phoneOf } from './phone-number.ts';
import { conversationOf, linksIn, mailOf, mailsOf, notificationsOf, partsOfPush } from './thread.ts';

const push = (id: string, receivedAt: string) => ({
  id,
  channel: 'push',
  provider: 'fcm',
  text: 'On its way\nHi Ada',
  receivedAt,
});
const sms = (id: string, receivedAt: string) => ({ ...push(id, receivedAt), channel: 'sms' });

describe('a phone', () => {
  it('shows pushes as notifications, the newest on top', () => {
    const messages = [push('1', '2026-01-01T00:00:00Z'), sms('2', '2026-01-01T00:00:01Z')];
    const shown = notificationsOf([...messages, push('3', '2026-01-01T00:00:02Z')]);
    expect(shown.map(({ id }) => id)).toEqual(['3', '1']);
  });

  it('shows texts and answers in the order in which they were written', () => {
    const reply = { id: 'r', text: 'thanks', sentAt: '2026-01-01T00:00:01.500Z' };
    const lines = conversationOf(
      [sms('1', '2026-01-01T00:00:02Z'), sms('2', '2026-01-01T00:00:01Z')],
      [reply],
    );
    expect(lines.map((line) => (line.kind === 'sent' ? line.reply.id : line.message.id))).toEqual([
      '2',
      'r',
      '1',
    ]);
  });

  it('keeps mail apart from texts, the newest on top', () => {
    const mail = (id: string) => ({ ...push(id, `2026-01-01T00:00:0${id}Z`), channel: 'email' });
    const messages = [mail('1'), sms('2', '2026-01-01T00:00:02Z'), mail('3')];
    expect(mailsOf(messages).map(({ id }) => id)).toEqual(['3', '1']);
    expect(conversationOf(messages, []).map(({ at }) => at)).toEqual(['2026-01-01T00:00:02Z']);
  });

  it('reads the text of a mail without the subject above it', () => {
    const mail = { ...push('1', ''), channel: 'email', text: 'Hello\n\nHi Ada', mail: { subject: 'Hello' } };
    expect(mailOf(mail)).toEqual({ subject: 'Hello', text: 'Hi Ada' });
    expect(mailOf({ ...mail, text: 'Hi Ada' }).text).toBe('Hi Ada');
  });

  it('takes the first line of a push for its title', () => {
    expect(partsOfPush(push('1', ''))).toEqual({ title: 'On its way', body: 'Hi Ada' });
    expect(partsOfPush({ ...push('1', ''), title: 'On its way' }).body).toBe('Hi Ada');
  });

  it('knows web links only', () => {
    expect(linksIn('javascript:alert(1) and https://a.test/x.')).toEqual(['https://a.test/x']);
  });

  it('is the one behind the number, else behind the push token', () => {
    const token = { channel: 'push', address: 'sim-46700000001' } as const;
    const number = { channel: 'sms', address: '+46700000002' } as const;
    expect(phoneOf([token, number])).toBe('+46700000002');
    expect(phoneOf([token])).toBe('+46700000001');
    expect(phoneOf([{ channel: 'email', address: '46700000003@sim.test' }])).toBe('+46700000003');
    expect(phoneOf([{ channel: 'push', address: 'real-token' }])).toBeUndefined();
  });
});
