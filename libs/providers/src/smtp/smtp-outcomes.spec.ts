import { describe, expect, it } from 'vitest';
import { resultOfDeadline, resultOfSmtpFailure, type SmtpFailure, type Stage } from './smtp-outcomes.ts';

const TO = 'ada@example.com';
const answered = (command: string, response: string): SmtpFailure => ({
  message: `failed: ${response}`,
  code: 'EENVELOPE',
  command,
  response,
  responseCode: Number(response.slice(0, 3)),
});
const result = (failure: SmtpFailure, stage: Stage = 'before-content') =>
  resultOfSmtpFailure(failure, stage, TO);

describe('an answer that says no', () => {
  it.each([
    ['550 5.1.1 No such user ada@example.com', 'dead'],
    ['550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'dead'],
    ['551-5.1.6 Moved away\n551 5.1.6 to nowhere', 'dead'],
    ['550 5.7.1 Not wanted here', undefined],
    ['552 5.2.2 Mailbox full', undefined],
    ['550 No such user', undefined],
  ])('to RCPT is definitive: %s', (response, contactPoint) => {
    const refused = result(answered('RCPT TO', response));
    expect(refused).toMatchObject({ outcome: 'refused', code: 'PROVIDER_REFUSED' });
    expect('contactPoint' in refused ? refused.contactPoint : undefined).toBe(contactPoint);
    expect(JSON.stringify(refused)).not.toContain(TO);
  });

  it('keeps its codes in the reason', () => {
    expect(result(answered('RCPT TO', '550 5.1.1 <ada@example.com>: unknown')).reason).toBe(
      '550 5.1.1 <…>: unknown',
    );
  });

  it('about the sender blames no mailbox', () => {
    const refused = result(answered('MAIL FROM', '550 5.1.1 Sender unknown'));
    expect(refused).toEqual({
      outcome: 'refused',
      code: 'PROVIDER_REFUSED',
      reason: '550 5.1.1 Sender unknown',
    });
  });

  it.each([
    ['AUTH PLAIN', '535 5.7.8 Authentication failed'],
    ['MAIL FROM', '530 5.7.0 Authentication required'],
  ])('to who we are concerns the credentials (%s)', (command, response) => {
    expect(result(answered(command, response))).toMatchObject({
      outcome: 'refused',
      code: 'PROVIDER_CREDENTIALS',
    });
  });

  it.each([
    ['RCPT TO', '450 4.2.0 Greylisted', 'PROVIDER_THROTTLED'],
    ['MAIL FROM', '451 4.3.0 Later', 'PROVIDER_THROTTLED'],
    ['AUTH PLAIN', '454 4.7.0 Temporary', 'PROVIDER_THROTTLED'],
    ['CONN', '421 Too many connections', 'PROVIDER_UNAVAILABLE'],
  ])('for now may be tried again: %s %s', (command, response, code) => {
    expect(result(answered(command, response))).toMatchObject({
      outcome: 'retry',
      code,
      retryAfterMs: 60_000,
    });
  });

  it.each(['CONN', 'EHLO', 'STARTTLS'])('at the door says nothing about the mail (%s)', (command) => {
    expect(result(answered(command, '554 No service'))).toMatchObject({
      outcome: 'retry',
      code: 'PROVIDER_UNAVAILABLE',
    });
  });

  it('to the whole mail is definitive as well: it was not taken', () => {
    expect(result(answered('DATA', '554 5.7.1 Looks like spam'), 'content-written').outcome).toBe('refused');
    expect(result(answered('DATA', '451 4.3.0 Disk full'), 'content-written').outcome).toBe('retry');
  });
});

describe('no answer', () => {
  it.each([
    [
      { message: 'connect ECONNREFUSED', code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' },
      'ECONNREFUSED',
    ],
    [{ message: 'Connection closed unexpectedly', code: 'ECONNECTION', command: 'CONN' }, 'ECONNECTION'],
    [{ message: 'no STARTTLS', code: 'ETLS', command: 'STARTTLS' }, 'ETLS'],
  ])('before the content is safe: %j', (failure, reason) => {
    expect(result(failure)).toEqual({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason });
  });

  it('after the content began is unknown, whatever broke', () => {
    expect(
      result(
        { message: 'reset', code: 'ESOCKET', originalCode: 'ECONNRESET', command: 'CONN' },
        'content-written',
      ),
    ).toEqual({
      outcome: 'unknown',
      code: 'PROVIDER_CONNECTION_LOST',
      reason: 'ECONNRESET',
    });
    expect(result(answered('CONN', '421 Shutting down'), 'content-written').outcome).toBe('unknown');
  });

  it('that can be read is no answer', () => {
    const page: SmtpFailure = {
      message: 'x',
      code: 'EMESSAGE',
      command: 'DATA',
      response: 'HTTP/1.1 400 Bad Request',
    };
    expect(result(page, 'content-written')).toMatchObject({
      outcome: 'unknown',
      code: 'PROVIDER_ANSWER_UNREADABLE',
    });
    expect(result({ ...page, code: 'EPROTOCOL', command: 'CONN' })).toMatchObject({
      outcome: 'retry',
      code: 'PROVIDER_ANSWER_UNREADABLE',
    });
  });

  it('before the deadline is unknown once the content began', () => {
    expect(resultOfDeadline('before-content').outcome).toBe('retry');
    expect(resultOfDeadline('content-written')).toMatchObject({
      outcome: 'unknown',
      code: 'PROVIDER_TIMEOUT',
    });
  });
});

it('refuses at once what can never be said', () => {
  expect(result({ message: 'Invalid recipient "x\\r\\ny"', code: 'EENVELOPE', command: 'API' }).outcome).toBe(
    'refused',
  );
  expect(result({ message: 'larger than allowed', code: 'EMESSAGE', command: 'MAIL FROM' }).outcome).toBe(
    'refused',
  );
});
