import { z } from 'zod';
import { operation } from '../operation.ts';
import { LANGUAGE_QUERY, PAGE, PAGE_OR_PROBLEM, TokenPath } from './pages.ts';

const CodePath = z.object({
  code: z.string().min(1).describe('16 characters, made by Hermod for one link of one message.'),
});

const NOT_FOUND = { what: 'No such link was made here.', content: PAGE_OR_PROBLEM } as const;
const UNAVAILABLE = { what: 'It can not be told just now.', content: PAGE_OR_PROBLEM } as const;

const ABOUT_A_LINK = {
  tag: 'Signals and webhooks',
  scope: undefined,
  key: 'none',
  service: 'receipts',
} as const;

export const LINK_OPERATIONS = {
  followLink: operation({
    ...ABOUT_A_LINK,
    id: 'followLink',
    method: 'GET',
    path: '/l/{code}',
    summary: 'Leads where a short link of a message was made to lead',
    description:
      'The click is recorded first, for a second at the most. Programs that follow links are told apart; HEAD never counts.',
    params: CodePath,
    query: LANGUAGE_QUERY,
    answers: {
      302: { what: 'The target stands in `Location`.' },
      404: NOT_FOUND,
      410: { what: 'The link has expired.', content: PAGE_OR_PROBLEM },
      503: UNAVAILABLE,
    },
    refusals: [404, 410, 429],
  }),
  showOpenPicture: operation({
    ...ABOUT_A_LINK,
    id: 'showOpenPicture',
    method: 'GET',
    path: '/o/{code}',
    summary: 'The picture of one pixel by which the opening of a mail is known, weakly',
    params: CodePath,
    answers: {
      200: {
        what: 'The picture, whether the code is known or not.',
        content: { 'image/gif': z.string() },
      },
    },
    refusals: [429],
  }),
  showAnswerPage: operation({
    ...ABOUT_A_LINK,
    id: 'showAnswerPage',
    method: 'GET',
    path: '/a/{token}',
    summary: 'Asks whether an answer shall be sent',
    description: 'Changes nothing: programs that look through mail follow links.',
    params: TokenPath,
    query: LANGUAGE_QUERY,
    answers: { 200: { what: 'A page with a button.', content: PAGE }, 404: NOT_FOUND, 503: UNAVAILABLE },
    refusals: [404, 429],
  }),
  giveAnswer: operation({
    ...ABOUT_A_LINK,
    id: 'giveAnswer',
    method: 'POST',
    path: '/a/{token}',
    summary: 'Gives the answer that the link names, with one click',
    description: 'The same answer to the same message counts once.',
    params: TokenPath,
    query: LANGUAGE_QUERY,
    body: { 'application/x-www-form-urlencoded': z.object({ answer: z.literal('send') }) },
    bodyOptional: true,
    answers: {
      200: { what: 'A page that thanks.', content: PAGE },
      404: NOT_FOUND,
      503: { what: 'It is not sure that the answer has arrived.', content: PAGE_OR_PROBLEM },
    },
    refusals: [400, 404, 413, 415, 429],
  }),
} as const;
