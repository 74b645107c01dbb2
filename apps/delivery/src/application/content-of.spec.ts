import type { Permission } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { contentOf } from './content-of.ts';

const DECIDED_AT = new Date('2026-11-22T09:00:00Z');
const EARLIER = new Date('2026-11-22T08:00:00Z');

const permission = {
  intent: { template: 'shipped-sms', context: { event: { data: { orderId: 'O-1' } } } },
  attributes: { firstName: 'Ada' },
} as unknown as Permission;
const message = { channel: 'sms', permission, decidedAt: DECIDED_AT } as const;
const template = (text: string, updatedAt = EARLIER) => ({ channel: 'sms', content: { text }, updatedAt });

describe('the words of a message', () => {
  it('are what its template makes of its event and its recipient', () => {
    expect(contentOf(message, template('Hi {{ recipient.firstName }}, {{ event.data.orderId }}'))).toEqual({
      content: { channel: 'sms', text: 'Hi Ada, O-1' },
    });
  });

  it('may have been others when the template was changed since', () => {
    const later = new Date('2026-11-22T09:00:01Z');
    expect(contentOf(message, template('Hi', later))).toMatchObject({ templateChanged: true });
  });

  it('of an answer that consent gave are its own', () => {
    const answer = { ...message, permission: { ...permission, text: 'You get no more texts.' } };
    expect(contentOf(answer, null)).toEqual({ content: { channel: 'sms', text: 'You get no more texts.' } });
  });

  it('are missing with the reason when the template is gone or lacks something', () => {
    expect(contentOf(message, null).contentProblem).toContain('TEMPLATE_MISSING');
    expect(contentOf(message, template('{{ event.data.nothing }}')).contentProblem).toBeTypeOf('string');
  });
});
