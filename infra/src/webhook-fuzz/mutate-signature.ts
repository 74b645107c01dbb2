/** Mutations of the signature: spoiled, of another key, of another algorithm, of another request. */
import { createHmac } from 'node:crypto';
import type { Dice } from '../nemesis/dice.ts';
import { headerOf, withHeader, type WireRequest } from './wire-request.ts';

/** What a forger may know, and may have seen pass. */
export interface Known {
  /** Name of the header with the signature. */
  readonly header: string;
  /** Keys that are not the right one: another account's, an empty one, an id. */
  readonly keys: readonly string[];
  /** Genuine requests, whose signatures may be put under others. */
  readonly others: readonly WireRequest[];
  readonly publicUrl: string;
}

type SignatureMutation = (request: WireRequest, dice: Dice, known: Known) => WireRequest;

function onSignature(change: (signature: string, dice: Dice) => string): SignatureMutation {
  return (request, dice, { header }) =>
    withHeader(request, header, change(headerOf(request, header) ?? 'x', dice));
}

function signedAnew(algorithm: string, encoding: 'base64' | 'hex'): SignatureMutation {
  return (request, dice, { header, keys, publicUrl }) => {
    const pairs = [...new URLSearchParams(request.body.toString('utf8'))].toSorted(([a], [b]) =>
      a < b ? -1 : 1,
    );
    const text = dice.pick([publicUrl + request.path + pairs.flat().join(''), request.body.toString('utf8')]);
    return withHeader(request, header, createHmac(algorithm, dice.pick(keys)).update(text).digest(encoding));
  };
}

/** By name. */
export const SIGNATURE_MUTATIONS: Readonly<Record<string, SignatureMutation>> = {
  'a bit of the signature': onSignature((signature, dice) => {
    const at = dice.between(0, signature.length - 1);
    const other = signature[at] === 'A' ? 'B' : 'A';
    return signature.slice(0, at) + other + signature.slice(at + 1);
  }),
  // The last letter before the padding has bits that no octet needs: several texts decode alike.
  'the unused bits of the signature': onSignature((signature) =>
    signature.replace(/.(?==*$)/, (char) => String.fromCharCode(char.charCodeAt(0) + 1)),
  ),
  'a shorter signature': onSignature((signature, dice) =>
    signature.slice(0, dice.between(0, signature.length - 1)),
  ),
  'a longer signature': onSignature((signature, dice) => signature + dice.pick(['=', 'A', ',', ', x'])),
  'a signature in another case': onSignature((signature) => signature.toLowerCase()),
  'a signature in another alphabet': onSignature((signature) =>
    signature.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  ),
  'a signature in hexadecimal': onSignature((signature) => Buffer.from(signature, 'base64').toString('hex')),
  'no signature': (request, _dice, { header }) => withHeader(request, header, undefined),
  'two signatures': (request, _dice, { header }) => ({
    ...request,
    headers: [...request.headers, [header.toLowerCase(), headerOf(request, header) ?? 'x']],
  }),
  'the signature of another': (request, dice, { header, others }) =>
    withHeader(request, header, headerOf(dice.pick(others), header)),
  'the body of another': (request, dice, { others }) => ({ ...request, body: dice.pick(others).body }),
  'the address of another': (request, dice, { others }) => ({ ...request, path: dice.pick(others).path }),
  "another key's signature": signedAnew('sha1', 'base64'),
  'the signature of another algorithm': signedAnew('sha256', 'base64'),
  'a hexadecimal signature of another key': signedAnew('sha256', 'hex'),
};
