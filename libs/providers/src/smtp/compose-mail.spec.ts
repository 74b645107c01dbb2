import { generateKeyPairSync } from 'node:crypto';
import type { RenderedEmail } from '@hermod/channels';
import * as fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { HandOver } from '../provider.ts';
import { composeMail, fromOf } from './compose-mail.ts';
import { readMailToken } from './mail-token.ts';
import { SmtpConfig } from './smtp-config.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DKIM = {
  domain: 'shop.example',
  selector: 's1',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
const CONFIG = SmtpConfig.parse({
  id: 'smtp',
  type: 'smtp',
  host: 'mail.shop.example',
  from: { name: 'Shop & Söner', address: 'hello@shop.example' },
  returnPathDomain: 'returns.shop.example',
  inboundSecret: 'a secret of sixteen',
  dkim: DKIM,
});
const ATTEMPT = '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11';
const EMAIL: RenderedEmail = {
  channel: 'email',
  subject: 'Order 7 är på väg',
  text: 'Hej Ada!\n.\nFrom here on.',
  html: '<p>Hej <b>Ada</b>!</p>',
};
const HAND_OVER: HandOver = {
  attemptId: ATTEMPT,
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  channel: 'email',
  purpose: 'marketing',
  to: 'ada@example.com',
  content: EMAIL,
  callback: { url: 'https://hermod.example/webhooks/smtp?t=token', token: 'token' },
  publicUrl: 'https://hermod.example',
  unsubscribeUrl: `https://hermod.example/u/${'x'.repeat(150)}`,
  ttlMs: 600_000,
};
const NOW = new Date('2026-11-22T09:00:00Z');

const compose = (email: RenderedEmail, handOver: Partial<HandOver> = {}, config: Partial<SmtpConfig> = {}) =>
  composeMail({ ...CONFIG, ...config }, { ...HAND_OVER, ...handOver, content: email }, email, NOW);

/** The names under which the signature's key is asked for, and the key itself, as DNS would answer. */
const keysInDns = async (name: string): Promise<string[][]> => {
  expect(name).toBe('s1._domainkey.shop.example');
  return [[`v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`]];
};

describe('a mail', () => {
  it('says who it is from, to whom, and under which id', async () => {
    const { octets, messageId, answersTo, envelope } = await compose(EMAIL);
    const mail = await simpleParser(octets);
    expect(mail.from?.value).toEqual([{ name: 'Shop & Söner', address: 'hello@shop.example' }]);
    expect(mail).toMatchObject({
      subject: EMAIL.subject,
      messageId: `<${ATTEMPT}@returns.shop.example>`,
      date: NOW,
    });
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.replyTo?.value[0]?.address).toBe(answersTo);
    expect(messageId).toBe(`${ATTEMPT}@returns.shop.example`);
    expect(envelope.to).toBe('ada@example.com');
    const [local = '', domain] = envelope.from.split('@');
    expect(domain).toBe('returns.shop.example');
    expect(readMailToken(local, CONFIG.inboundSecret)).toEqual({ kind: 'bounce', attemptId: ATTEMPT });
    expect(readMailToken(answersTo.split('@')[0]!, CONFIG.inboundSecret)?.kind).toBe('reply');
  });

  it('is text and HTML as alternatives, with CRLF throughout', async () => {
    const { octets } = await compose(EMAIL);
    const mail = await simpleParser(octets);
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
    expect(mail.text?.trimEnd()).toBe(EMAIL.text);
    expect(mail.html).toBe(EMAIL.html);
    expect(octets.toString('latin1')).not.toMatch(/[^\r]\n|\r[^\n]/);
  });

  it('offers to unsubscribe with one click, over https and by mail', async () => {
    const raw = (await compose(EMAIL)).octets.toString('latin1').replaceAll(/\r\n[ \t]+/g, ' ');
    expect(raw).toMatch(
      /^List-Unsubscribe: <https:\/\/hermod\.example\/u\/x{150}>, <mailto:r-[0-9a-f-]+@returns\.shop\.example\?subject=unsubscribe>\r$/m,
    );
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  });

  it('offers no click over http but on loopback, and nothing where nothing can be refused', async () => {
    const over = async (unsubscribeUrl: string) =>
      (await compose(EMAIL, { unsubscribeUrl })).octets.toString('latin1');
    expect(await over('http://hermod.example/u/x')).not.toMatch(/List-Unsubscribe-Post|http:\/\/hermod/);
    expect(await over('http://127.0.0.1:8080/u/x')).toMatch(/^List-Unsubscribe-Post:/m);
    const { unsubscribeUrl: _none, ...rest } = HAND_OVER;
    const { octets } = await composeMail(CONFIG, rest, EMAIL, NOW);
    expect(octets.toString('latin1')).not.toContain('List-Unsubscribe');
  });

  it('is signed so that another program verifies it, both headers of unsubscribing under the signature', async () => {
    const { octets } = await compose(EMAIL);
    const { results } = await dkimVerify(octets, { resolver: keysInDns });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      signingDomain: 'shop.example',
      selector: 's1',
      status: { result: 'pass' },
    });
    const signedHeaders = (results[0]?.signingHeaders?.keys ?? '').toLowerCase();
    for (const header of ['from', 'to', 'subject', 'list-unsubscribe', 'list-unsubscribe-post'])
      expect(signedHeaders.split(/[:;\s]+/)).toContain(header);
  });

  it('fails the verification when a header was changed on the way', async () => {
    const { octets } = await compose(EMAIL);
    const changed = octets.toString('latin1').replace('One-Click', 'One-Clack');
    const { results } = await dkimVerify(Buffer.from(changed, 'latin1'), { resolver: keysInDns });
    expect(results[0]?.status.result).toBe('fail');
  });

  it('carries its files', async () => {
    const { octets } = await compose({
      ...EMAIL,
      attachments: [
        { filename: 'räkning 7.csv', contentType: 'text/csv', text: 'a,ö\n1,2' },
        {
          filename: 'dot.png',
          contentType: 'image/png',
          base64: Buffer.from([137, 80, 78, 71]).toString('base64'),
        },
      ],
    });
    const { attachments } = await simpleParser(octets);
    expect(
      attachments.map(({ filename, contentType, content }) => [filename, contentType, content.toString()]),
    ).toEqual([
      ['räkning 7.csv', 'text/csv', 'a,ö\n1,2'],
      ['dot.png', 'image/png', Buffer.from([137, 80, 78, 71]).toString()],
    ]);
  });

  it('is read again as it was written, whatever is written', async () => {
    // Templates let no control characters into a subject, and trim what they render.
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      .map((text) => text.replaceAll(/\p{Cc}/gu, '').trim())
      .filter((text) => text !== '');
    await fc.assert(
      fc.asyncProperty(words, fc.array(words, { minLength: 1, maxLength: 4 }), async (subject, lines) => {
        const { octets } = await compose({ channel: 'email', subject, text: lines.join('\n') });
        const mail = await simpleParser(octets);
        expect(mail.subject).toBe(subject);
        expect(mail.text?.trimEnd()).toBe(lines.join('\n'));
      }),
      { numRuns: 25 },
    );
  });

  it('keeps line breaks in names and addresses from becoming headers', async () => {
    const { octets } = await compose(
      { ...EMAIL, subject: 'x\r\nBcc: eve@example.com' },
      { sender: 'Shop\r\nBcc: eve@example.com', to: 'ada@example.com\r\nBcc: eve@example.com' },
    );
    const [headers = ''] = octets.toString('latin1').split('\r\n\r\n');
    expect(headers).not.toMatch(/^bcc:/im);
  });
});

describe('an invitation by mail', () => {
  const calendar = {
    sequence: 0,
    title: 'Check-up',
    start: '2026-11-23T09:00:00.000Z',
    end: '2026-11-23T10:00:00.000Z',
  };

  it('is an alternative that calendars act on and a file besides', async () => {
    const { octets, answersTo } = await compose({ ...EMAIL, calendar });
    const mail = await simpleParser(octets);
    const types = mail.attachments.map(({ contentType, filename }) => [contentType, filename]);
    expect(types).toContainEqual(['application/ics', 'invite.ics']);
    const raw = octets.toString('latin1');
    expect(raw).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REQUEST/m);
    const ics = mail.attachments.find(({ filename }) => filename === 'invite.ics')?.content.toString() ?? '';
    expect(ics.replaceAll('\r\n ', '')).toContain(`ORGANIZER;CN="Shop & Söner":mailto:${answersTo}`);
  });

  it('has the configured organizer where there may be another version', async () => {
    const config = { organizer: 'calendar@shop.example', replyTo: 'people@shop.example' };
    const icsOf = async (uid?: string) => {
      const event = uid === undefined ? calendar : { ...calendar, uid, cancelled: true as const };
      const mail = await simpleParser((await compose({ ...EMAIL, calendar: event }, {}, config)).octets);
      const file = mail.attachments.find(({ filename }) => filename === 'invite.ics');
      return file?.content.toString().replaceAll('\r\n ', '') ?? '';
    };
    expect(await icsOf('appointment-7')).toMatch(/METHOD:CANCEL[^]*mailto:calendar@shop\.example/);
    expect(await icsOf()).toMatch(/METHOD:REQUEST[^]*ORGANIZER[^\n]*mailto:r-[0-9a-f-]+@returns/);
  });
});

describe('who a mail is from', () => {
  const configured = { name: 'Shop', address: 'hello@shop.example' };
  it.each([
    [undefined, configured],
    ['news@shop.example', { name: 'Shop', address: 'news@shop.example' }],
    ['"Shop News" <news@shop.example>', { name: 'Shop News', address: 'news@shop.example' }],
    ['Shop News', { name: 'Shop News', address: 'hello@shop.example' }],
  ])('%s', (sender, from) => {
    expect(fromOf(configured, sender)).toEqual(from);
  });
});

describe('the configuration', () => {
  const file = {
    id: 'smtp',
    type: 'smtp',
    host: 'h',
    from: { address: 'a@b.example' },
    returnPathDomain: 'r.b.example',
  };
  it.each([
    [{ dkim: { ...DKIM, privateKey: 'hush' } }, 'dkim.privateKey'],
    [
      { dkim: { ...DKIM, privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).slice(0, 200) } },
      'dkim.privateKey',
    ],
    [{ returnPathDomain: 'not a domain' }, 'returnPathDomain'],
    [{ inboundSecret: 'short' }, 'inboundSecret'],
    [{ from: { address: 'a@b.example', name: 'x\ny' } }, 'from.name'],
  ])('refuses %#: names the field and repeats no secret', (wrong, field) => {
    const read = SmtpConfig.safeParse({ ...file, inboundSecret: 'a secret of sixteen', ...wrong });
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
    expect(read.error?.message).not.toContain('hush');
  });

  it('says nothing before TLS unless it is told to', () => {
    expect(SmtpConfig.parse({ ...file, inboundSecret: 'a secret of sixteen' })).toMatchObject({
      port: 587,
      secure: false,
      requireTls: true,
    });
  });
});
