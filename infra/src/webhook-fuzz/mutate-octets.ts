/** Mutations of body, path, method and headers that know nothing of what they hold. */
import type { Dice } from '../nemesis/dice.ts';
import { withHeader, type WireRequest } from './wire-request.ts';

type Mutation = (request: WireRequest, dice: Dice) => WireRequest;

const onBody =
  (change: (body: Buffer, dice: Dice) => Buffer): Mutation =>
  (request, dice) => ({ ...request, body: change(request.body, dice) });

const onPath =
  (change: (path: string, dice: Dice) => string): Mutation =>
  (request, dice) => ({ ...request, path: change(request.path, dice) });

/** A place in something of this length. */
const placeIn = (length: number, dice: Dice): number => dice.between(0, Math.max(0, length - 1));

const BODY = {
  'a bit of the body': onBody((body, dice) => {
    const changed = Buffer.from(body);
    const at = placeIn(body.length, dice);
    if (at < body.length) changed[at] = changed[at]! ^ (1 << dice.between(0, 7));
    return changed;
  }),
  'a shorter body': onBody((body, dice) => body.subarray(0, placeIn(body.length, dice))),
  'octets in the body': onBody((body, dice) => {
    const at = placeIn(body.length, dice);
    const octets = Array.from({ length: dice.between(1, 4) }, () => dice.between(0, 255));
    return Buffer.concat([body.subarray(0, at), Buffer.from(octets), body.subarray(at)]);
  }),
  'a part of the body twice': onBody((body, dice) => {
    const at = placeIn(body.length, dice);
    return Buffer.concat([body, body.subarray(at)]);
  }),
  'no body': onBody(() => Buffer.alloc(0)),
  'another encoding': onBody((body) => Buffer.from(body.toString('utf8'), 'utf16le')),
  'a mark of the byte order': onBody((body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])),
};

const PATH = {
  'a query less': onPath((path) => path.replace(/\?.*/, '')),
  'a query more': onPath(
    (path, dice) => `${path}${path.includes('?') ? '&' : '?'}${dice.pick(['a=1', 't=x', 'x'])}`,
  ),
  'a query before': onPath((path, dice) => path.replace('?', `?${dice.pick(['a=1', 't=x', ''])}&`)),
  'the query twice': onPath((path) => path.replace(/\?(.*)/, '?$1&$1')),
  'a character of the path': onPath((path, dice) => {
    const at = placeIn(path.length, dice);
    const other = dice.pick([...'abcXYZ019-_.']);
    return at === 0 ? path : path.slice(0, at) + other + path.slice(at + 1);
  }),
  'a character less in the path': onPath((path, dice) => {
    const at = placeIn(path.length, dice);
    return at === 0 ? path : path.slice(0, at) + path.slice(at + 1);
  }),
  'an escape in the path': onPath((path, dice) => {
    const at = placeIn(path.length, dice);
    const escape = `%${path.charCodeAt(at).toString(16).padStart(2, '0')}`;
    return at === 0 ? path : path.slice(0, at) + escape + path.slice(at + 1);
  }),
  'a path in capitals': onPath((path) => path.replace('/webhooks', '/WEBHOOKS')),
  'a slash more': onPath((path, dice) =>
    path.replace('/webhooks', dice.pick(['//webhooks', '/webhooks/', '/./webhooks'])),
  ),
  'a fragment': onPath((path) => `${path}%23`),
};

const REST = {
  'another method': (request: WireRequest, dice: Dice) => ({
    ...request,
    method: dice.pick(['GET', 'PUT', 'PATCH', 'DELETE']),
  }),
  'another type': (request: WireRequest, dice: Dice) =>
    withHeader(
      request,
      'Content-Type',
      dice.pick(['application/json', 'text/plain', 'multipart/form-data; boundary=x', undefined]),
    ),
  'header names in another case': (request: WireRequest) => ({
    ...request,
    headers: request.headers.map(([name, value]): [string, string] => [name.toUpperCase(), value]),
  }),
  'headers in another order': (request: WireRequest) => ({
    ...request,
    headers: request.headers.toReversed(),
  }),
  'an address of its own': (request: WireRequest, dice: Dice) =>
    withHeader(
      request,
      dice.pick([
        'X-Hermod-Public-Url',
        'X-Forwarded-Host',
        'X-Original-URL',
        'Forwarded',
        'X-HTTP-Method-Override',
      ]),
      'https://hermod.example/webhooks/twilio',
    ),
};

/** By name. */
export const OCTET_MUTATIONS: Readonly<Record<string, Mutation>> = { ...BODY, ...PATH, ...REST };
