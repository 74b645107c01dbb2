import { createHash } from 'node:crypto';
import type { PageLanguage } from '@hermod/api';
import type { FastifyReply } from 'fastify';
import { attribute, type Html, markup, raw } from './markup.ts';
import { STYLESHEET } from './stylesheet.ts';

/** A page as it is answered. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a page says of its language. */
export interface PageFrame {
  readonly language: PageLanguage;
  /** Of the language, in itself. */
  readonly name: string;
  /** Labels the choice of a language. */
  readonly languages: string;
}

const STYLE_HASH = createHash('sha256').update(STYLESHEET).digest('base64');

/** Nothing runs, nothing is loaded; forms go back to where they came from. Source: Content Security Policy Level 3. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Puts content into a page for people: its language, the choice of another one, and no script.
 * @param offered every language of the page, in the order in which they are offered
 */
export function toPage(
  status: number,
  frame: PageFrame,
  offered: readonly PageFrame[],
  title: string,
  content: Html,
): Page {
  const page = markup`<!doctype html>
    <html lang="${frame.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>${raw(STYLESHEET)}</style>
      </head>
      <body>
        <nav aria-label="${frame.languages}">
          <ul>
            ${offered.map((one) => languageLink(one, frame))}
          </ul>
        </nav>
        <main>${content}</main>
      </body>
    </html> `;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': frame.language,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    },
    body: page.text,
  };
}

function languageLink({ language, name }: PageFrame, current: PageFrame): Html {
  const isCurrent = attribute('aria-current="true"', language === current.language);
  return markup`<li>
    <a href="?lang=${language}" lang="${language}" hreflang="${language}" ${isCurrent}>${name}</a>
  </li>`;
}

/** Answers with a page. */
export async function sendPage(reply: FastifyReply, { status, headers, body }: Page): Promise<void> {
  await reply.status(status).headers(headers).send(body);
}
