import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TemplateDocument } from '@hermod/channels';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CheckMedia } from '../src/application/words/check-media.ts';
import { MediaInspector, type Resolve } from '../src/outbound/media-inspector.ts';

let server: Server;
let host: string;
let answer: RequestListener;
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void asked.splice(0));
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const soon = (): AbortSignal => AbortSignal.timeout(5_000);
const inspect = (url: string, hosts: string[] = [host], resolve?: Resolve) =>
  new MediaInspector(new Set(hosts), resolve).inspect(url, soon());
const serves =
  (type: string, bytes: number): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': type, 'content-length': bytes }).end();

describe('a look at a medium', () => {
  it('tells its type and size by HEAD', async () => {
    answer = serves('image/png', 1234);
    expect(await inspect(`http://${host}/a.png`)).toEqual({
      kind: 'found',
      contentType: 'image/png',
      bytes: 1234,
    });
    expect(asked).toEqual(['HEAD /a.png']);
  });

  it('asks for one octet where there is no HEAD', async () => {
    answer = ({ method, headers }, response) => {
      if (method === 'HEAD') return void response.writeHead(405).end();
      expect(headers.range).toBe('bytes=0-0');
      response.writeHead(206, { 'content-type': 'video/mp4', 'content-range': 'bytes 0-0/7000000' }).end('x');
    };
    expect(await inspect(`http://${host}/a.mp4`)).toMatchObject({ bytes: 7_000_000 });
    expect(asked).toEqual(['HEAD /a.mp4', 'GET /a.mp4']);
  });

  it('follows three redirects, and no more', async () => {
    answer = ({ url = '' }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) return serves('image/png', 1)({ url } as never, response as never);
      response.writeHead(302, { location: `/${left - 1}` }).end();
    };
    expect(await inspect(`http://${host}/3`)).toMatchObject({ kind: 'found' });
    expect(await inspect(`http://${host}/4`)).toMatchObject({ kind: 'unreachable' });
  });

  it.each(['http://169.254.169.254/latest', 'http://localhost/a.png', 'http://[::ffff:10.0.0.1]/a.png'])(
    'does not follow a redirect to %s',
    async (location) => {
      answer = (_, response) => void response.writeHead(302, { location }).end();
      expect(await inspect(`http://${host}/a.png`)).toEqual({ kind: 'private' });
    },
  );

  it('never knocks at a private host that nobody named', async () => {
    expect(await inspect(`http://${host}/a.png`, [])).toEqual({ kind: 'private' });
    expect(await inspect(`http://${host}/a.png`, ['127.0.0.1:1'])).toEqual({ kind: 'private' });
    expect(asked).toEqual([]);
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['a private one among public ones', ['93.184.215.14', '::1']],
    ['an IPv4 address hidden in IPv6', ['::ffff:127.0.0.1']],
  ])('never knocks at a public name that stands for %s', async (_, addresses) => {
    const url = `http://pictures.shop.example:${host.split(':')[1]}/a.png`;
    expect(await inspect(url, [], async () => addresses)).toEqual({ kind: 'private' });
    expect(asked).toEqual([]);
  });

  it('goes to the address that was checked, whatever the name stands for afterwards', async () => {
    answer = serves('image/png', 1);
    const named = `pictures.shop.example:${host.split(':')[1]}`;
    const seen = await inspect(`http://${named}/a.png`, [named], async () => ['127.0.0.1']);
    expect(seen).toMatchObject({ kind: 'found' });
  });

  it.each([
    ['nothing is there', (_, response) => void response.writeHead(404).end(), 'it answers 404'],
    ['the connection breaks', (request) => request.socket.destroy(), 'ECONNRESET'],
    ['it leads nowhere', (_, response) => void response.writeHead(302).end('x'), 'redirected'],
    [
      'it leads to no web address',
      (_, response) => void response.writeHead(302, { location: 'ftp://a' }).end(),
      'no web',
    ],
  ] as [string, RequestListener, string][])('says when %s', async (_, listener, reason) => {
    answer = listener;
    expect(await inspect(`http://${host}/a.png`)).toEqual({
      kind: 'unreachable',
      reason: expect.stringContaining(reason),
    });
  });

  it('ends with its deadline', async () => {
    answer = () => undefined;
    const inspector = new MediaInspector(new Set([host]));
    expect(await inspector.inspect(`http://${host}/a.png`, AbortSignal.timeout(50))).toEqual({
      kind: 'unreachable',
      reason: 'it did not answer in time',
    });
    const nameless = new MediaInspector(new Set(), () => new Promise<never>(() => undefined));
    expect(await nameless.inspect('http://a.example/a.png', AbortSignal.timeout(50))).toMatchObject({
      kind: 'unreachable',
    });
  });
});

describe('the media of a template', () => {
  type MmsTemplate = Extract<TemplateDocument, { channel: 'mms' }>;
  const mms = (...media: MmsTemplate['content']['media']): MmsTemplate => ({
    channel: 'mms',
    content: { media },
  });
  const check = (document: TemplateDocument, hosts = [host]) =>
    new CheckMedia(new MediaInspector(new Set(hosts))).execute(document);

  it('are fine when they are what an MMS carries', async () => {
    answer = serves('image/png', 1000);
    expect(await check(mms({ url: `http://${host}/a.png` }))).toEqual([]);
  });

  it('are not looked at where Liquid writes their addresses', async () => {
    expect(await check(mms({ url: `http://${host}/{{ event.data.picture }}.png` }))).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([
    ['a page instead of a picture', 'text/html', 10, /can't carry text\/html/],
    ['more than five megabytes', 'image/png', 5_000_001, /5000001 bytes/],
  ])('are refused with %s', async (_, type, bytes, message) => {
    answer = serves(type, bytes);
    await expect(check(mms({ url: `http://${host}/a.png` }))).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringMatching(message),
      field: 'content.media.0',
    });
  });

  it('are refused on a private host, in every language, without being asked for', async () => {
    const { content } = mms({ url: `http://${host}/a.png` });
    const refused = check({ channel: 'mms', content, locales: { sv: content } }, []);
    await expect(refused).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      field: 'content.media.0.url',
      problems: [{ field: 'content.media.0.url' }, { field: 'locales.sv.media.0.url' }],
    });
    expect(asked).toEqual([]);
  });

  it('are saved with a warning when they can’t be looked at, or are large', async () => {
    answer = ({ url }, response) =>
      url === '/gone.png'
        ? void response.writeHead(410).end()
        : serves('video/mp4', 700_000)({} as never, response as never);
    const warnings = await check(mms({ url: `http://${host}/gone.png` }, { url: `http://${host}/film.mp4` }));
    expect(warnings).toMatchObject([
      { field: 'content.media.0.url', message: expect.stringContaining('410') },
      { field: 'content.media.1', message: expect.stringContaining('700000 bytes') },
    ]);
  });

  it('need a type where the ending says nothing', async () => {
    answer = serves('image/png', 10);
    await expect(check(mms({ url: `http://${host}/7` }))).rejects.toMatchObject({
      field: 'content.media.0.url',
    });
    expect(await check(mms({ url: `http://${host}/7`, contentType: 'image/png' }))).toEqual([]);
  });
});
