import type { ConsentSource } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import type { TokenReading } from '@hermod/service-host';
import type { RawBodyRequest } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SentForm } from './read-form.ts';

/** Set by the gateway: from where the person asks. */
const CLIENT_ADDRESS = 'x-hermod-client-address';
const MOST_AGENT_CHARS = 1024;
const Address = z.union([z.ipv4(), z.ipv6()]);

/** A request of somebody who came by a link. */
export type PersonRequest = RawBodyRequest<FastifyRequest>;

/** From where something was said, as evidence; without the token, which would let its reader speak for the person. */
export function sourceOf({ headers }: PersonRequest, page: string): ConsentSource {
  const address = Address.safeParse(headers[CLIENT_ADDRESS]).data;
  const agent = headers['user-agent']?.toWellFormed().slice(0, MOST_AGENT_CHARS);
  return {
    page,
    ...(address === undefined ? {} : { ip: address }),
    ...(agent === undefined || agent === '' ? {} : { userAgent: agent }),
  };
}

/** The form of a request, unread. */
export function formOf({ headers, rawBody, body }: PersonRequest): SentForm {
  return { contentType: headers['content-type'], body: Buffer.isBuffer(body) ? body : rawBody };
}

/**
 * The claims of a token.
 * @throws HermodError PREFERENCE_LINK_NOT_FOUND or …_EXPIRED; neither tells whether there is such a recipient.
 */
export function claimsOf<C>(reading: TokenReading<C>): C {
  if ('claims' in reading) return reading.claims;
  if (reading.problem === 'expired')
    throw new HermodError('PREFERENCE_LINK_EXPIRED', 'this link has expired', { fix: 'ask for a new one' });
  throw new HermodError('PREFERENCE_LINK_NOT_FOUND', 'no such link was made here', {
    fix: 'open the whole link',
  });
}
