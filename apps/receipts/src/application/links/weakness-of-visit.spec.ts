import { describe, expect, it } from 'vitest';
import { SCANNERS } from './scanners.ts';
import { type Visit, weaknessOfClick, weaknessOfOpening } from './weakness-of-visit.ts';

const AT = new Date('2026-11-23T09:00:00.000Z');
const before = (ms: number): Date => new Date(AT.getTime() - ms);
const visit = (agent: string | undefined, headers: Visit['headers'] = {}): Visit => ({
  headers: { ...(agent === undefined ? {} : { 'user-agent': agent }), ...headers },
  at: AT,
});
const EMAIL = { channel: 'email', handedOverAt: before(60_000) } as const;
const SMS = { channel: 'sms', handedOverAt: before(100) } as const;

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const PEOPLE = [
  SAFARI,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 [FBAN/FBIOS;FBAV/500.0.0]',
  'Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
];
const MACHINES = [
  'Barracuda Sentinel (EE)',
  'Mozilla/5.0 (compatible; proofpoint)',
  'Mimecast URL Protect',
  'CiscoSecureEmail',
  'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
  'Microsoft Office Existence Discovery',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
  'WhatsApp/2.23.20.0 A',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; Applebot/0.1)',
  'TelegramBot (like TwitterBot)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'python-requests/2.32.3',
  'curl/8.10.1',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
  'SomethingNew-crawler/1.0',
];

describe('a click', () => {
  it.each(PEOPLE)('counts from %s', (agent) => {
    expect(weaknessOfClick(visit(agent), EMAIL)).toBeUndefined();
  });

  it.each(MACHINES)('does not count from %s', (agent) => {
    expect(weaknessOfClick(visit(agent), EMAIL)).toBe('scanner');
  });

  it.each([undefined, '', '  '])('does not count from what names nothing (%j)', (agent) => {
    expect(weaknessOfClick(visit(agent), SMS)).toBe('scanner');
  });

  it.each([
    ['sec-purpose', 'prefetch;prerender'],
    ['purpose', 'prefetch'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
  ])('does not count with %s: %s', (name, value) => {
    expect(weaknessOfClick(visit(SAFARI, { [name]: value }), EMAIL)).toBe('scanner');
    expect(weaknessOfClick(visit(SAFARI, { [name]: [value] }), EMAIL)).toBe('scanner');
  });

  it('does not count within a second of the hand-over of a mail; a text shows at once', () => {
    expect(weaknessOfClick(visit(SAFARI), { ...EMAIL, handedOverAt: before(999) })).toBe('scanner');
    expect(weaknessOfClick(visit(SAFARI), { ...EMAIL, handedOverAt: before(1_000) })).toBeUndefined();
    expect(weaknessOfClick(visit(SAFARI), { ...EMAIL, handedOverAt: null })).toBeUndefined();
    expect(weaknessOfClick(visit(SAFARI), SMS)).toBeUndefined();
  });
});

describe('an opening', () => {
  it('is a prefetch where Apple fetches every picture', () => {
    expect(weaknessOfOpening(visit('Mozilla/5.0'), EMAIL)).toBe('prefetch');
  });

  it('is weak from whoever else fetches', () => {
    expect(weaknessOfOpening(visit(SAFARI), EMAIL)).toBe('image');
    const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
    expect(weaknessOfOpening(visit(gmail), EMAIL)).toBe('image');
  });

  it('does not count from what looks through mail', () => {
    expect(weaknessOfOpening(visit('Barracuda Sentinel (EE)'), EMAIL)).toBe('scanner');
    expect(weaknessOfOpening(visit(SAFARI), { ...EMAIL, handedOverAt: before(10) })).toBe('scanner');
  });
});

it('every entry of the table says where it is described', () => {
  for (const { source } of SCANNERS) expect(URL.parse(source)?.protocol).toBe('https:');
});
