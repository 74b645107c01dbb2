import { createHmac } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../webhooks/post.ts';
import type { AcceptedMail } from './accepted-mail.ts';
import { openMailWayBack } from './way-back.ts';

const AT = new Date('2026-11-23T09:00:00Z');
const MAIL: AcceptedMail = {
  phone: '+46700000001',
  envelopeFrom: 'b-1@returns.test',
  to: '46700000001@sim.test',
  messageId: 'attempt@returns.test',
  subject: 'Möte',
  answersTo: 'r-1@returns.test',
  invitation: [
    'BEGIN:VCALENDAR',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:meeting-1',
    'SEQUENCE:2',
    'SUMMARY:M',
    ' öte',
    'ORGANIZER;CN="Hermod":mailto:r-1@retu',
    ' rns.test',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n'),
  raw: Buffer.from('From: a@returns.test\r\nTo: 46700000001@sim.test\r\nSubject: x\r\n\r\nHello'),
};
const wayBack = openMailWayBack({ url: 'http://127.0.0.1:1/webhooks/smtp', secret: 'secret' });

async function read(outgoing: Outgoing | undefined) {
  if (outgoing === undefined || !('url' in outgoing)) throw new Error('nothing was posted');
  const { headers, body, url } = outgoing;
  expect(url).toBe('http://127.0.0.1:1/webhooks/smtp');
  const to = headers['x-envelope-to']!;
  const signature = createHmac('sha256', 'secret').update(`${to}\n${body}`).digest('hex');
  expect(headers).toMatchObject({ 'content-type': 'message/rfc822', 'x-envelope-signature': signature });
  return { to, mail: await simpleParser(body), body };
}

describe('mail comes back', () => {
  it('as a report to where the mail came from, with the headers of what it is about', async () => {
    const { to, mail, body } = await read(wayBack.bounce(MAIL, AT));
    expect(to).toBe('b-1@returns.test');
    expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(['text/rfc822-headers']);
    expect(body).toContain(
      'Final-Recipient: rfc822; 46700000001@sim.test\r\nAction: failed\r\nStatus: 5.1.1',
    );
    expect(body).toContain('To: 46700000001@sim.test\r\nSubject: x');
  });

  it('not at all where nobody wants a report', () => {
    expect(wayBack.bounce({ ...MAIL, envelopeFrom: '' }, AT)).toBeUndefined();
  });

  it('as what the person wrote, with the mail that it answers below', async () => {
    const { to, mail } = await read(wayBack.carryReply(MAIL)('Ja,\ngärna', AT));
    expect(to).toBe('r-1@returns.test');
    expect(mail).toMatchObject({ subject: 'Re: Möte', inReplyTo: '<attempt@returns.test>' });
    expect(mail.text).toMatch(/^Ja,\ngärna\n\nOn .* wrote:\n> /);
  });

  it("as a calendar's answer to who has invited", async () => {
    const { to, mail, body } = await read(wayBack.answerInvitation(MAIL, 'declined', AT));
    expect(to).toBe('r-1@returns.test');
    expect(mail.subject).toBe('Declined: Möte');
    for (const line of ['METHOD:REPLY', 'UID:meeting-1', 'SEQUENCE:2', 'SUMMARY:Möte'])
      expect(body).toContain(`${line}\r\n`);
    expect(body).toContain('ATTENDEE;PARTSTAT=DECLINED:mailto:46700000001@sim.test');
  });

  it('not from an invitation that names nobody', () => {
    expect(wayBack.answerInvitation({ ...MAIL, invitation: 'X:1' }, 'accepted', AT)).toBeUndefined();
  });
});
