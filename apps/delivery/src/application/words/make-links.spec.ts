import { LINK_CODE, type RenderedEmail } from '@hermod/channels';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../storage/messages.ts';
import { linksOfMessage, sampleLinksOfMessage } from './make-links.ts';

const ORIGIN = { linkUrl: 'https://hrm.example', secret: 'a-secret-of-thirty-two-characters' };
const message = {
  id: '6d1c1f6e-0d38-5a37-9f0e-1c8f4b1f0001',
  recipient: 'ada',
  runId: '6d1c1f6e-0d38-5a37-9f0e-1c8f4b1f0002',
  channel: 'email',
  urgent: false,
  permission: { intent: { expiresAt: '2026-11-24T12:00:00Z' } },
} as unknown as Message;
const email: RenderedEmail = {
  channel: 'email',
  subject: 'On its way',
  text: 'Hi',
  html: '<body>Hi</body>',
  trackOpens: true,
};
const A = 'https://shop.example/a';
const codeIn = (url: string): string => url.split('/').at(-1)!;

describe('the links of a message', () => {
  it('are the same when the message is looked at again', () => {
    const [first, second] = [linksOfMessage(message, ORIGIN), linksOfMessage(message, ORIGIN)];
    expect([first.shorten(A), first.shorten(A)]).toEqual([second.shorten(A), second.shorten(A)]);
    expect(first.made).toEqual(second.made);
  });

  it('differ by position, target, message and secret', () => {
    const links = linksOfMessage(message, ORIGIN);
    const others = [
      linksOfMessage({ ...message, id: '6d1c1f6e-0d38-5a37-9f0e-1c8f4b1f0003' }, ORIGIN).shorten(A),
      linksOfMessage(message, { ...ORIGIN, secret: 'another-secret-of-32-characters!!' }).shorten(A),
      linksOfMessage(message, ORIGIN).shorten('https://shop.example/b'),
    ];
    const all = [links.shorten(A), links.shorten(A), ...others].map(codeIn);
    expect(new Set(all).size).toBe(5);
    for (const code of all) expect(code).toMatch(LINK_CODE);
  });

  it('work for thirty days after the message has expired, and know whose they are', () => {
    const links = linksOfMessage(message, ORIGIN);
    const url = links.shorten(A);
    expect(url).toMatch(/^https:\/\/hrm\.example\/l\//);
    expect(links.made).toEqual([
      {
        code: codeIn(url),
        messageId: message.id,
        recipient: 'ada',
        runId: message.runId,
        channel: 'email',
        urgent: false,
        target: A,
        position: 0,
        expiresAt: new Date('2026-12-24T12:00:00Z'),
      },
    ]);
  });

  it('have a picture only where the template asks for one and there is a page for it', () => {
    const links = linksOfMessage(message, ORIGIN);
    const { trackOpens: _, ...untracked } = email;
    const { html: __, ...plain } = email;
    for (const content of [untracked, plain]) expect(links.withPicture(content)).toBe(content);
    expect(links.made).toEqual([]);
    const { code } = (links.withPicture(email), links.made[0]!);
    expect(links.withPicture(email)).toMatchObject({
      html: expect.stringContaining('https://hrm.example/o/') as string,
    });
    expect(links.made[0]).toMatchObject({ code, target: null });
  });

  it('lead nowhere where somebody else looks', () => {
    const sample = sampleLinksOfMessage('https://hrm.example');
    expect(sample.shorten(A)).toBe(`https://hrm.example/l/${'x'.repeat(16)}`);
    expect(sample.withPicture(email)).toBe(email);
  });
});
