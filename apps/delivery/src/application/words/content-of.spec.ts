import type { Permission } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { contentOf } from './content-of.ts';

const DECIDED_AT = new Date('2026-11-22T09:00:00Z');
const EARLIER = new Date('2026-11-22T08:00:00Z');

const permission = {
  intent: { template: 'shipped-sms', context: { event: { data: { orderId: 'O-1' } } } },
  attributes: { firstName: 'Ada' },
} as unknown as Permission;
const URL = { publicUrl: 'https://hermod.example', linkUrl: 'https://go.example' };
const message = { channel: 'sms', permission, decidedAt: DECIDED_AT, erased: false } as const;
const template = (text: string, updatedAt = EARLIER) => ({ channel: 'sms', content: { text }, updatedAt });

describe('the words of a message', () => {
  it('are what its template makes of its event and its recipient', () => {
    expect(
      contentOf(message, template('Hi {{ recipient.firstName }}, {{ event.data.orderId }}'), URL),
    ).toEqual({
      content: { channel: 'sms', text: 'Hi Ada, O-1' },
    });
  });

  it('may have been others when the template was changed since', () => {
    const later = new Date('2026-11-22T09:00:01Z');
    expect(contentOf(message, template('Hi', later), URL)).toMatchObject({ templateChanged: true });
  });

  it('of an answer that consent gave are its own', () => {
    const answer = { ...message, permission: { ...permission, text: 'You get no more texts.' } };
    expect(contentOf(answer, null, URL)).toEqual({
      content: { channel: 'sms', text: 'You get no more texts.' },
    });
  });

  it('show no link of the person to whoever reads them', () => {
    const { content } = contentOf(message, template('{{ links.preferences }} {{ links.unsubscribe }}'), URL);
    expect(content).toMatchObject({
      text: expect.stringMatching(/^\S+\/preferences\/x+ \S+\/u\/x+$/) as string,
    });
  });

  it('are missing with the reason when the template is gone or lacks something', () => {
    expect(contentOf(message, null, URL).contentProblem).toContain('TEMPLATE_MISSING');
    expect(contentOf(message, template('{{ event.data.nothing }}'), URL).contentProblem).toBeTypeOf('string');
  });
});
