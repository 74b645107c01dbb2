/** What delivery relies on of mail, against servers of others' making and against one that misbehaves. */
import { createProviders, type HandOver, type Provider, readProvidersFile } from '@hermod/providers';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { deserted } from './stand-in.ts';
import { openSmtpStandIn, type Script } from './smtp-stand-in.ts';

const ATTEMPT = '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11';
const MAIL: HandOver = {
  attemptId: ATTEMPT,
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  channel: 'email',
  purpose: 'transactional',
  to: 'ada@example.com',
  content: { channel: 'email', subject: 'Order 7', text: 'På väg\n.\n..end', html: '<p>På väg</p>' },
  callback: { url: 'https://hermod.example/webhooks/x?t=token', token: 'token' },
  publicUrl: 'https://hermod.example',
  ttlMs: 600_000,
};
const soon = (): AbortSignal => AbortSignal.timeout(5_000);
const SHORT_DEADLINE_MS = 300;

function open(port: number, more = 'requireTls: false'): Provider {
  const file = `providers: [ { id: mail, type: smtp, host: 127.0.0.1, port: ${port}, from: { address: shop@shop.example }, returnPathDomain: returns.shop.example, inboundSecret: a secret of sixteen, ${more} } ]`;
  return createProviders(readProvidersFile(file))[0]!;
}

/** Hands one mail over to a server that follows a script. */
async function handOver(script: Script, signal = soon()) {
  await using standIn = await openSmtpStandIn(script);
  const provider = open(standIn.port);
  const result = await provider.handOver(MAIL, signal);
  await provider.close();
  return result;
}

describe('a mail to a server of others’ making', () => {
  /** The mails that one took, with their envelopes, as it saw them. */
  async function openServer(options: SMTPServerOptions = {}) {
    const taken: { raw: string; from: string; to: string[]; envid: string | null | undefined }[] = [];
    let connections = 0;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      hideDSN: false,
      logger: false,
      disableReverseLookup: true,
      closeTimeout: 50,
      onConnect: (_session, done) => {
        connections += 1;
        done();
      },
      onData: (stream, { envelope }, done) => {
        void stream.toArray().then((chunks) => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const to = envelope.rcptTo.map(({ address }) => address);
          const raw = Buffer.concat(chunks as Buffer[]).toString('latin1');
          taken.push({ raw, from, to, envid: envelope.dsn?.envid });
          done();
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    const net = server.listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => net.once('listening', () => resolve()));
    const { port } = net.address() as { port: number };
    return {
      port,
      taken,
      connections: () => connections,
      [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
    };
  }

  it('is taken as it was written, dots and all, under its own id', async () => {
    await using server = await openServer();
    const provider = open(server.port);
    const result = await provider.handOver(MAIL, soon());
    const [mail] = server.taken;
    expect(result).toEqual({
      outcome: 'accepted',
      providerMessageId: `${ATTEMPT}@returns.shop.example`,
      sender: expect.stringMatching(/^r-[0-9a-f]{32}-[0-9a-f]{16}@returns\.shop\.example$/),
    });
    expect(mail).toMatchObject({
      from: expect.stringMatching(/^b-5f0c9a528d0e5b579a3b2b8f3f0c1d11-[0-9a-f]{16}@returns/),
      to: ['ada@example.com'],
      envid: ATTEMPT,
    });
    const parsed = await simpleParser(mail!.raw);
    expect(parsed.text?.trimEnd()).toBe('På väg\n.\n..end');
    await provider.close();
  });

  it('goes over connections that are kept', async () => {
    await using server = await openServer();
    const provider = open(server.port);
    for (let mails = 0; mails < 5; mails += 1) await provider.handOver(MAIL, soon());
    expect(server.taken).toHaveLength(5);
    expect(server.connections()).toBe(1);
    await provider.close();
    expect(await provider.handOver(MAIL, soon())).toMatchObject({ outcome: 'retry' });
  });

  it('is refused with expired credentials, before anything is said of the mail', async () => {
    await using server = await openServer({
      authOptional: false,
      onAuth: (_auth, _session, done) => done(new Error('Password expired')),
    });
    const provider = open(server.port, 'requireTls: false, auth: { user: shop, pass: hush }');
    const result = await provider.handOver(MAIL, soon());
    expect(result).toMatchObject({ outcome: 'refused', code: 'PROVIDER_CREDENTIALS' });
    expect(JSON.stringify(result)).not.toContain('hush');
    expect(server.taken).toHaveLength(0);
    await provider.close();
  });

  it('is not said in the clear where TLS is asked for', async () => {
    await using server = await openServer();
    const provider = open(server.port, 'requireTls: true');
    expect(await provider.handOver(MAIL, soon())).toMatchObject({ outcome: 'retry' });
    expect(server.taken).toHaveLength(0);
    await provider.close();
  });

  it('is refused when it is larger than the server takes', async () => {
    await using server = await openServer({ size: 500 });
    const provider = open(server.port);
    expect(await provider.handOver(MAIL, soon())).toMatchObject({
      outcome: 'refused',
      code: 'PROVIDER_REFUSED',
    });
    await provider.close();
  });
});

describe('a mail that is not taken', () => {
  it.each<[string, Script, object]>([
    [
      'is refused, and its address is dead, at RCPT',
      { RCPT: '550 5.1.1 <ada@example.com> unknown' },
      { outcome: 'refused', contactPoint: 'dead', reason: '550 5.1.1 <…> unknown' },
    ],
    [
      'may be tried again after greylisting',
      { RCPT: '450 4.7.1 later' },
      { outcome: 'retry', retryAfterMs: 60_000 },
    ],
    [
      'may be tried again when the server is busy',
      { CONNECT: '421 busy' },
      { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE' },
    ],
    [
      'is refused after its content was read',
      { '.': '554 5.7.1 spam' },
      { outcome: 'refused', code: 'PROVIDER_REFUSED' },
    ],
    ['may be tried again when its content was deferred', { '.': '451 4.3.0 full' }, { outcome: 'retry' }],
    [
      'may be tried again when the server hangs up before the content',
      { RCPT: 'hang-up' },
      { outcome: 'retry', code: 'PROVIDER_UNREACHABLE' },
    ],
    [
      'may be tried again when a page answers at the door',
      { CONNECT: 'HTTP/1.1 400 Bad Request' },
      { outcome: 'retry', code: 'PROVIDER_ANSWER_UNREADABLE' },
    ],
  ])('%s', async (_, script, expected) => {
    const result = await handOver(script);
    expect(result).toMatchObject(expected);
    expect(JSON.stringify(result)).not.toContain('ada@example.com');
  });

  it('may be tried again when nobody listens, or the host has no address', async () => {
    const provider = open(Number(new URL(await deserted()).port));
    expect(await provider.handOver(MAIL, soon())).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_UNREACHABLE',
      reason: 'ECONNREFUSED',
    });
    await provider.close();
  });
});

describe('a mail of which nobody knows', () => {
  it.each<[string, Script, string]>([
    ['the connection broke', { '.': 'reset' }, 'PROVIDER_CONNECTION_LOST'],
    ['the server hung up', { '.': 'hang-up' }, 'PROVIDER_CONNECTION_LOST'],
    ['a page came', { '.': '<html>Sorry</html>' }, 'PROVIDER_ANSWER_UNREADABLE'],
    ['something else came', { '.': '354 go on' }, 'PROVIDER_ANSWER_UNREADABLE'],
  ])('is unknown when %s after its content', async (_, script, code) => {
    expect(await handOver(script)).toMatchObject({ outcome: 'unknown', code });
  });

  it('is unknown when no answer comes before the deadline', async () => {
    const result = await handOver({ '.': 'silence' }, AbortSignal.timeout(SHORT_DEADLINE_MS));
    expect(result).toMatchObject({ outcome: 'unknown', code: 'PROVIDER_TIMEOUT' });
  });
});

describe('a mail that is out of time before its content', () => {
  it.each<Script>([{ CONNECT: 'silence' }, { EHLO: 'silence' }, { MAIL: 'silence' }, { DATA: 'silence' }])(
    'was not sent: %j',
    async (script) => {
      const result = await handOver(script, AbortSignal.timeout(SHORT_DEADLINE_MS));
      expect(result).toMatchObject({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE' });
    },
  );

  it('calls nobody when the deadline has passed already', async () => {
    await using standIn = await openSmtpStandIn();
    const provider = open(standIn.port);
    expect(await provider.handOver(MAIL, AbortSignal.abort())).toMatchObject({ outcome: 'retry' });
    expect(standIn.commands).toEqual([]);
    await provider.close();
  });

  it('was not sent when no connection was free before the deadline', async () => {
    await using standIn = await openSmtpStandIn({ '.': 'silence' });
    const provider = open(standIn.port, 'requireTls: false, windowSize: 1');
    const holding = new AbortController();
    const first = provider.handOver(MAIL, holding.signal);
    await standIn.hasCome('.');
    expect(await provider.handOver(MAIL, AbortSignal.timeout(SHORT_DEADLINE_MS))).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_UNREACHABLE',
      reason: 'no connection before the deadline',
    });
    holding.abort();
    expect(await first).toMatchObject({ outcome: 'unknown', code: 'PROVIDER_TIMEOUT' });
    expect(standIn.commands.filter((command) => command === 'MAIL')).toHaveLength(1);
    await provider.close();
  });

  it('is not said when it may not start any more once a connection is free', async () => {
    await using standIn = await openSmtpStandIn();
    const provider = open(standIn.port);
    expect(await provider.handOver(MAIL, soon(), () => false)).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_UNREACHABLE',
      reason: 'a connection was free too late',
    });
    expect(standIn.commands).not.toContain('MAIL');
    expect(await provider.handOver(MAIL, soon(), () => true)).toMatchObject({ outcome: 'accepted' });
    await provider.close();
  });
});

it('refuses what can’t be composed, without saying anything', async () => {
  await using standIn = await openSmtpStandIn();
  const provider = open(standIn.port);
  expect(await provider.handOver({ ...MAIL, attemptId: 'no uuid' }, soon())).toEqual({
    outcome: 'refused',
    code: 'PROVIDER_FAILED',
    reason: "the mail can't be composed: RangeError",
  });
  expect(standIn.commands).toEqual([]);
  await provider.close();
});

it('takes nothing but email', async () => {
  const provider = open(1);
  const content = { channel: 'sms', text: 'Hi' } as const;
  expect(await provider.handOver({ ...MAIL, channel: 'sms', content }, soon())).toMatchObject({
    outcome: 'refused',
    code: 'PROVIDER_CHANNEL_UNSUPPORTED',
  });
});
