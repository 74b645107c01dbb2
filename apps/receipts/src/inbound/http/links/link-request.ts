import { PageLanguage } from '@hermod/api';
import { chooseLanguage } from '@hermod/service-host';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { VisitOfLink } from '../../../application/links/record-visit.ts';
import type { LinkTexts } from './texts/link-texts.ts';
import { textsIn } from './texts/texts.ts';

/** Set by the gateway: from where the request comes. */
const CLIENT_ADDRESS = 'x-hermod-client-address';

/** What isn't known in an address is as if it weren't there: people get them cut and stretched. */
const PageQuery = z.object({ lang: PageLanguage.optional().catch(undefined) });

/** The words for whoever asks: the language that was chosen on the page, else the browser's. */
export function textsFor({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): LinkTexts {
  const asked = PageQuery.safeParse(query).data?.lang;
  return textsIn(chooseLanguage({ asked, accepted: headers['accept-language'] }));
}

/** A request as the visit of a link. */
export function visitOf(code: string, { headers }: Pick<FastifyRequest, 'headers'>): VisitOfLink {
  const address = headers[CLIENT_ADDRESS];
  return { code, headers, at: new Date(), address: typeof address === 'string' ? address : undefined };
}

/** Whether only the headers are asked for, which people never do. */
export const isHead = ({ method }: Pick<FastifyRequest, 'method'>): boolean => method === 'HEAD';
