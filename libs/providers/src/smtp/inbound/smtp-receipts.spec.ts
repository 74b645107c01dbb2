import { describe, expect, it } from 'vitest';
import type { WebhookReading, WebhookRequest } from '../../receipt-reader.ts';
import { signMailToken } from '../mail-token.ts';
import { signInboundMail } from './mail-signature.ts';
import { openSmtpReceiptReader } from './smtp-receipts.ts';

const SECRET = 'inbound-secret';
const ATTEMPT = '0191a3c8-7c5b-5d3e-8f10-4a2b6c8d9e0f';
const NOW = '2026-11-23T09:00:00.000Z';
const BOUNCES = `${signMailToken(ATTEMPT, 'bounce', SECRET)}@mail.example`;
const REPLIES = `${signMailToken(ATTEMPT, 'reply', SECRET)}@mail.example`;

const reader = openSmtpReceiptReader(
  { inboundSecret: SECRET },
  { callbackSecret: 'another', now: () => new Date(NOW) },
);
const requestOf = (mail: string | Buffer, envelopeTo: string, headers: object = {}): WebhookRequest => {
  const rawBody = typeof mail === 'string' ? Buffer.from(mail.replaceAll('\n', '\r\n')) : mail;
  return {
    method: 'POST',
    url: 'https://hermod.example/webhooks/smtp',
    headers: {
      'content-type': 'message/rfc822',
      'x-envelope-to': envelopeTo,
      'x-envelope-signature': signInboundMail(envelopeTo, rawBody, SECRET),
      ...headers,
    },
    rawBody,
  };
};
const read = async (mail: string | Buffer, envelopeTo: string, headers?: object): Promise<WebhookReading> =>
  reader.read(requestOf(mail, envelopeTo, headers));
const told = async (mail: string, envelopeTo: string) => {
  const reading = await read(mail, envelopeTo);
  if (!reading.ok) throw new Error(reading.message);
  const { receipts, inbound, contactPoints = [] } = reading;
  return { receipts, inbound, contactPoints };
};
const NOTHING = { receipts: [], inbound: [], contactPoints: [] };

const letter = (headers: string, text: string): string =>
  `From: Ada <ada@Example.org>\n${headers}\n\n${text}\n`;
const report = (type: string, fields: string, headers = ''): string =>
  [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>',
    `Content-Type: multipart/report; report-type=${type}; boundary=b`,
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I am a program.',
    '--b',
    `Content-Type: message/${type}`,
    '',
    fields,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `To: ada@example.org\n${headers}Subject: Yours`,
    '',
    'Hello',
    '--b--',
    '',
  ].join('\n');
const FAILED =
  'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown';
const ABUSE = 'Feedback-Type: abuse\nUser-Agent: Loop/1\nVersion: 1\nOriginal-Rcpt-To: ada@example.org';
const invitation = (partstat: string): string =>
  [
    'From: ada@example.org',
    'Subject: Accepted: Launch',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Ada has answered.',
    '--b',
    'Content-Type: text/calendar; method=REPLY; charset=UTF-8',
    '',
    'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1@mail.example\nDTSTAMP:20261123T090000Z',
    `ATTENDEE;CN="Ada; X";PARTSTAT=${partstat}:mailto:ada@example.org`,
    'END:VEVENT\nEND:VCALENDAR',
    '--b--',
    '',
  ].join('\n');

describe('a mail that came back', () => {
  it('as a bounce says that its message was not delivered, and what that says of the mailbox', async () => {
    const reason = '550 5.1.1 no such mailbox';
    expect(await told(report('delivery-status', FAILED), BOUNCES)).toEqual({
      inbound: [],
      receipts: [{ reference: ATTEMPT, kind: 'undelivered', reason, at: NOW }],
      contactPoints: [
        {
          kind: 'bounce',
          channel: 'email',
          address: 'ada@example.org',
          hard: true,
          reason,
          reference: ATTEMPT,
          providerMessageId: expect.stringMatching(/^[0-9a-f]{32}$/),
          at: NOW,
        },
      ],
    });
  });

  it('as a bounce to an address that nobody signed says nothing: anybody can write one', async () => {
    const forged = BOUNCES.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'));
    for (const to of ['bounces@mail.example', forged])
      expect(await told(report('delivery-status', FAILED), to)).toEqual(NOTHING);
  });

  it('as a complaint is believed when it holds an address that we signed', async () => {
    const about = report('feedback-report', ABUSE, `Return-Path: <${BOUNCES}>\n`);
    const { contactPoints } = await told(about, 'complaints@mail.example');
    expect(contactPoints).toMatchObject([
      { kind: 'complaint', address: 'ada@example.org', reference: ATTEMPT, reason: 'complaint: abuse' },
    ]);
    expect(await told(report('feedback-report', ABUSE), 'complaints@mail.example')).toEqual(NOTHING);
    const notSpam = report(
      'feedback-report',
      ABUSE.replace('abuse', 'not-spam'),
      `Return-Path: <${BOUNCES}>\n`,
    );
    expect(await told(notSpam, 'complaints@mail.example')).toEqual(NOTHING);
  });

  it.each([
    ['Auto-Submitted: auto-replied', 'Hello'],
    ['X-Autoreply: yes', 'Hello'],
    ['Precedence: bulk', 'Hello'],
    ['Return-Path: <>', 'Hello'],
    ['X-A: b', 'Automatic reply: Hello'],
    ['X-A: b', '=?UTF-8?Q?Fr=C3=A5nvaro:_Hej?='],
    ['X-A: b', 'Re: Abwesenheitsnotiz'],
  ])('by a program is no answer: %s, %s', async (header, subject) => {
    expect(await told(letter(`${header}\nSubject: ${subject}`, 'Away.'), REPLIES)).toEqual(NOTHING);
  });

  it('to where bounces go is no answer, since only programs write there', async () => {
    expect(await told(letter('Subject: Re: Yours', 'Yes'), BOUNCES)).toEqual(NOTHING);
  });
});

describe('an answer', () => {
  const answered = {
    channel: 'email',
    from: 'ada@example.org',
    to: REPLIES,
    inReplyTo: { reference: ATTEMPT },
  };

  it.each([
    [
      'Yes, please!\n\nOn Mon, 23 Nov 2026 at 10:00, Shop <shop@mail.example> wrote:\n> Coming?',
      'Yes, please!',
    ],
    ['Ja gerne\n\nAm 23.11.2026 um 10:00 schrieb Shop:\n\n> Kommst du?', 'Ja gerne'],
    ['2\n\n-----Original Message-----\nFrom: Shop\nYes or no?', '2'],
    ['No\n________________________________\nFrom: Shop <shop@mail.example>\nSent: Monday\nTo: Ada', 'No'],
    ['Yes\n\nFrom: Shop <shop@mail.example>\nSent: Monday\nSubject: x', 'Yes'],
    ['> Coming?\nSure\n-- \nAda', 'Sure'],
    ['Den kommer i morgon\n\nSkickat från min iPhone', 'Den kommer i morgon'],
    ['From: here to there we go', 'From: here to there we go'],
  ])('holds what the person wrote, and nothing that is quoted: %j', async (text, words) => {
    const { inbound } = await told(letter('Subject: Re: Coming?', text), REPLIES);
    expect(inbound).toMatchObject([{ ...answered, text: words }]);
    expect(inbound[0]).not.toHaveProperty('meaning');
  });

  it('without words is its subject', async () => {
    const { inbound } = await told(letter('Subject: Re: SV: Yes', '> Coming?'), REPLIES);
    expect(inbound).toMatchObject([{ ...answered, text: 'Yes' }]);
  });

  it('in HTML is read as text', async () => {
    const html = letter('Subject: Re\nContent-Type: text/html', '<p>Yes &amp; thanks</p>');
    expect((await told(html, REPLIES)).inbound).toMatchObject([{ text: 'Yes & thanks' }]);
  });

  it('to another mailbox of ours is known by its thread, or stands for itself', async () => {
    const threaded = letter(`Subject: Re\nIn-Reply-To: <${ATTEMPT}@mail.example>`, 'Yes');
    expect((await told(threaded, 'shop@mail.example')).inbound).toMatchObject([
      { to: 'shop@mail.example', inReplyTo: { reference: ATTEMPT } },
    ]);
    const { inbound } = await told(letter('Subject: Hello', 'A question'), 'shop@mail.example');
    expect(inbound).toMatchObject([{ text: 'A question' }]);
    expect(inbound[0]).not.toHaveProperty('inReplyTo');
  });

  it.each([
    ['ACCEPTED', 'accepted'],
    ['DECLINED', 'declined'],
    ['tentative', 'tentative'],
  ])('by a calendar: %s', async (partstat, calendar) => {
    expect((await told(invitation(partstat), REPLIES)).inbound).toMatchObject([
      { text: calendar, inReplyTo: { reference: ATTEMPT, calendar } },
    ]);
  });

  it('that asks for an end, as mail programs send it, is an opt-out', async () => {
    expect((await told(letter('Subject: unsubscribe', ''), REPLIES)).inbound).toMatchObject([
      { from: 'ada@example.org', text: 'unsubscribe', meaning: 'opt-out' },
    ]);
  });

  it('is the same when the same mail comes again', async () => {
    const [first, again] = await Promise.all(
      ['Yes', 'Yes'].map((text) => told(letter('Subject: Re', text), REPLIES)),
    );
    expect(again).toEqual(first);
  });
});

describe('what is not taken', () => {
  const mail = letter('Subject: Re', 'Yes');

  it.each<[string, string | Buffer, object, string]>([
    ['without a signature', mail, { 'x-envelope-signature': undefined }, 'WEBHOOK_UNSIGNED'],
    ['with another signature', mail, { 'x-envelope-signature': '00' }, 'WEBHOOK_SIGNATURE_INVALID'],
    [
      'for another address than was signed',
      mail,
      { 'x-envelope-to': 'b@mail.example' },
      'WEBHOOK_SIGNATURE_INVALID',
    ],
    ['for nobody', mail, { 'x-envelope-to': undefined }, 'WEBHOOK_MALFORMED'],
    ['as JSON', mail, { 'content-type': 'application/json' }, 'WEBHOOK_MALFORMED'],
    ['that is empty', '', {}, 'WEBHOOK_MALFORMED'],
    ['of too many bytes', Buffer.alloc(400_001, 0x61), {}, 'WEBHOOK_MALFORMED'],
    [
      'of thousands of parts',
      `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(3_000)}`,
      {},
      'WEBHOOK_MALFORMED',
    ],
    [
      'nested without an end',
      Array.from({ length: 50 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join(
        '',
      ),
      {},
      'WEBHOOK_MALFORMED',
    ],
  ])('a mail %s', async (_what, body, headers, code) => {
    expect(await read(body, REPLIES, headers)).toMatchObject({ ok: false, code });
  });

  it('whatever octets a stranger sends, it answers', async () => {
    const noise = Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 73 + (n >> 3) * 31) % 256));
    const headers = Buffer.from('From: x\r\nContent-Type: text/calendar; charset=nonsense\r\n\r\n');
    for (const body of [noise, Buffer.concat([headers, noise])])
      expect(await read(body, REPLIES)).toHaveProperty('ok');
  });
});
