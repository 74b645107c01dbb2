/**
 * The mails are read from `../shared/vectors` beside the repository: sisimai/set-of-emails (BSD-2-Clause), with what
 * sisimai makes of them. A clone without them skips those tests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeBounce } from './judge-bounce.ts';
import { type DeliveryReport, readBounce } from './read-bounce.ts';
import { type Mail, readMail } from './read-mail.ts';

interface BounceCase {
  readonly file: string;
  readonly sisimaiExpected?: readonly { readonly reason: string; readonly hardBounce: boolean }[];
}

const folder = new URL('../../../../../../shared/vectors/bounces/', import.meta.url);
const present = existsSync(folder);
const cases = present
  ? (JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as { cases: BounceCase[] }).cases
  : [];

const readReport = async (raw: Buffer): Promise<DeliveryReport | undefined> => {
  const mail = await readMail(raw);
  expect(mail).not.toHaveProperty('unreadable');
  return readBounce(mail as Mail);
};
const isHard = (report: DeliveryReport | undefined): boolean => report?.isFailure === true && report.hard;

describe.skipIf(!present)('mails that came back', () => {
  it('are told hard from soft as they should be, nine of ten at least', async () => {
    const wrong: string[] = [];
    const expected = cases.filter(({ sisimaiExpected = [] }) => sisimaiExpected.length > 0);
    for (const { file, sisimaiExpected } of expected) {
      const [{ reason, hardBounce }] = sisimaiExpected as [{ reason: string; hardBounce: boolean }];
      const report = await readReport(readFileSync(new URL(file, folder)));
      if (isHard(report) === hardBounce) continue;
      const told = report?.isFailure === true ? report.reason : 'no failure';
      wrong.push(`${file}: ${reason}, hard ${hardBounce}; read as: ${told}`);
    }
    expect(expected.length).toBeGreaterThan(90);
    const share = 1 - wrong.length / expected.length;
    const confusion = `${wrong.length} of ${expected.length} are wrong:\n${wrong.join('\n')}`;
    expect(share, confusion).toBeGreaterThanOrEqual(0.9);
  });

  it.each(cases)('are known for reports, without addresses in the reason: $file', async ({ file }) => {
    const report = await readReport(readFileSync(new URL(file, folder)));
    expect(report).toBeDefined();
    if (report?.isFailure === true) expect(report.reason).toMatch(/^[^@]{4,80}$/);
  });
});

describe.skipIf(!present)('reports that were cut or bent on their way', () => {
  it.each(cases)('are read as something, whatever it is: $file', async ({ file }) => {
    const raw = readFileSync(new URL(file, folder));
    const bent = Buffer.from(raw.map((byte, at) => (at % 97 === 0 ? byte ^ 0x55 : byte)));
    const half = raw.subarray(0, raw.length >> 1);
    for (const mail of [half, bent, raw.subarray(raw.length >> 2), Buffer.concat([half, bent])]) {
      const read = await readMail(mail);
      if (!('unreadable' in read)) expect(() => readBounce(read)).not.toThrow();
    }
  });
});

const dsn = (fields: string): Buffer =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example.org',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Your mail.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.org',
      '',
      fields,
      '--b--',
    ].join('\r\n'),
  );

describe('a report with fields', () => {
  it('that is only late is no failure', async () => {
    const late = dsn('Final-Recipient: rfc822; ada@example.org\r\nAction: delayed\r\nStatus: 4.4.1');
    expect(await readReport(late)).toEqual({ isFailure: false });
  });

  it('names the mailbox that was written to, rather than where that was forwarded', async () => {
    const forwarded = dsn(
      [
        'Original-Recipient: rfc822;Ada@Example.org',
        'Final-Recipient: rfc822; old@elsewhere.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 <old@elsewhere.example>: user unknown',
      ].join('\r\n'),
    );
    expect(await readReport(forwarded)).toEqual({
      isFailure: true,
      address: 'Ada@example.org',
      hard: true,
      reason: '550 5.1.1 no such mailbox',
    });
  });
});

it.each([
  ['552 5.2.2 mailbox full', '5.2.2', false],
  ['550 5.7.1 message refused by policy', '5.7.1', false],
  ['550 5.4.1 no route', '5.4.1', false],
  ['550', '5.1.1', true],
  ['user unknown', undefined, true],
  ['host 192.5.1.1 said something', undefined, false],
])('%j with status %s is hard: %s', (words, status, hard) => {
  expect(judgeBounce({ status, words }).hard).toBe(hard);
});

it('what a person writes about a delivery is no report', async () => {
  const letter = Buffer.from(
    'From: ada@example.org\r\nSubject: Not delivered: my parcel\r\n\r\nWhere is it?\r\n',
  );
  expect(await readReport(letter)).toBeUndefined();
});
