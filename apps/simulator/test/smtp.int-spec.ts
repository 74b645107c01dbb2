import { eventually } from '@hermod/testing';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator } from '../src/create-simulator.ts';
import { openStage, type Stage } from './stage.ts';

const NUMBER = '+46700000001';
const MAILBOX = '46700000001@sim.test';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());
beforeEach(() => stage.faults('smtp', {}));

/** Sends with a client that knows nothing of the simulator. */
async function send(mail: SendMailOptions) {
  const transport = createTransport({ host: '127.0.0.1', port: stage.simulator.smtpPort, ignoreTLS: true });
  const envelope = { from: 'b-1@returns.test', to: [mail.to as string], dsn: { id: 'attempt-1' } };
  try {
    return await transport.sendMail({ from: 'Shop <hello@shop.test>', ...mail, envelope });
  } finally {
    transport.close();
  }
}

const refusalOf = async (mail: SendMailOptions): Promise<string> =>
  send(mail).then(
    ({ response }) => response,
    (error: Error & { response?: string; code?: string }) => error.response ?? error.code ?? '',
  );

const lastLine = async () => (await stage.ledgerFile()).at(-1);

describe('mail to a phone', () => {
  it('is shown with its HTML, files and invitation, and written down', async () => {
    const ics =
      'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261123T090000Z\r\nDTEND:20261123T100000Z\r\nSUMMARY:Check\\, up\r\nORGANIZER:mailto:r-1@returns.test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
    const sent = await send({
      to: MAILBOX,
      subject: 'Möte',
      text: 'Hi Ada',
      html: '<p>Hi <b>Ada</b></p>',
      replyTo: 'r-1@returns.test',
      attachments: [{ filename: 'map.pdf', content: 'x' }],
      icalEvent: { method: 'REQUEST', content: ics },
    });
    expect(sent.response).toMatch(/^250 2\.0\.0 Queued as/);
    const message = (await stage.messages(NUMBER)).at(-1)!;
    expect(message).toMatchObject({
      channel: 'email',
      provider: 'smtp',
      messageId: 'attempt-1',
      from: 'hello@shop.test',
      text: 'Möte\nHi Ada',
      mail: {
        subject: 'Möte',
        html: '<p>Hi <b>Ada</b></p>',
        calendar: {
          title: 'Check, up',
          start: '2026-11-23T09:00:00.000Z',
          end: '2026-11-23T10:00:00.000Z',
        },
      },
      suggestions: [{ text: 'Accept' }, { text: 'Decline' }, { text: 'Maybe' }],
    });
    expect(message.mail?.attachments).toContainEqual({ filename: 'map.pdf', contentType: 'application/pdf' });
    expect(await lastLine()).toMatchObject({
      protocol: 'smtp',
      reference: 'attempt-1',
      recipient: MAILBOX,
      body: 'Möte\nHi Ada',
      outcome: 'accepted',
      acceptedAt: expect.any(String),
    });
  });

  it('is answered by the person and by the calendar, each as a mail that is handed in', async () => {
    const [message] = (await stage.messages(NUMBER)).slice(-1);
    stage.gateway.clear();
    await stage.post(`/phones/${NUMBER}/replies`, { text: 'Yes', message: message!.id });
    await stage.post(`/phones/${NUMBER}/messages/${message!.id}/tap`, { suggestion: 1 });
    const bodies = stage.gateway.posts.map(({ path, body }) => [path, body]);
    expect(bodies).toEqual([
      ['/webhooks/smtp', expect.stringContaining('In-Reply-To')],
      ['/webhooks/smtp', expect.stringContaining('PARTSTAT=DECLINED')],
    ]);
  });

  it('fetches its pictures when it is opened', async () => {
    await send({ to: MAILBOX, subject: 'x', html: `<img src="${stage.gateway.url}/o/1?a=1&amp;b=2">` });
    const [message] = (await stage.messages(NUMBER)).slice(-1);
    stage.gateway.clear();
    await stage.post(`/phones/${NUMBER}/messages/${message!.id}/open`);
    expect(stage.gateway.posts.map(({ path }) => path)).toEqual(['/o/1?a=1&b=2']);
  });

  it('is refused when there is no such mailbox', async () => {
    expect(await refusalOf({ to: 'ada@sim.test', subject: 'x', text: 'x' })).toMatch(/^550 5\.1\.1/);
    expect(await lastLine()).toMatchObject({ outcome: 'refused', acceptedAt: null, reference: 'attempt-1' });
  });
});

describe('faults of mail', () => {
  const mail = { to: MAILBOX, subject: 'x', text: 'x' };
  it.each([
    ['refuse', /^550 5\.7\.1/, 'refused', false],
    ['throttle', /^450 4\.7\.1/, 'throttled', false],
    ['error', /^451 4\.3\.0/, 'error', false],
    ['errorAfterAccept', /^ECONNECTION/, 'errorAfterAccept', true],
    ['resetAfterAccept', /^E(CONNECTION|SOCKET)/, 'resetAfterAccept', true],
  ])('%s', async (fault, answer, outcome, isAccepted) => {
    const before = (await stage.messages(NUMBER)).length;
    await stage.faults('smtp', { rates: { [fault]: 1 } });
    expect(await refusalOf(mail)).toMatch(answer);
    expect(await lastLine()).toMatchObject({ outcome, acceptedAt: isAccepted ? expect.any(String) : null });
    expect(await stage.messages(NUMBER)).toHaveLength(before + (isAccepted ? 1 : 0));
  });

  it('undelivered comes back as a report, and is not shown', async () => {
    const before = (await stage.messages(NUMBER)).length;
    stage.gateway.clear();
    await stage.faults('smtp', { rates: { undelivered: 1 } });
    expect(await refusalOf(mail)).toMatch(/^250/);
    await eventually(() => expect(stage.gateway.posts).toHaveLength(1));
    expect(stage.gateway.posts[0]?.body).toContain('Action: failed');
    expect(await stage.messages(NUMBER)).toHaveLength(before);
  });
});

it('says which setting to change when its port for mail is taken', async () => {
  const { smtpPort } = stage.simulator;
  await expect(createSimulator({ port: 0, smtpPort, hasLog: false })).rejects.toThrow(
    `The simulator can't listen for mail: port ${smtpPort} is taken; end the program that has it, or set HERMOD_SMTP_PORT.`,
  );
});
