import { createHash } from 'node:crypto';
import { attribute, type Html, markup, raw } from './markup.ts';
import { STYLESHEET } from './stylesheet.ts';
import type { PageTexts } from './texts/page-texts.ts';
import { ALL_TEXTS } from './texts/texts.ts';

/** A page as it is answered. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
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

/** Puts content into a page of ours: its language, the choice of another one, and no script. */
export function toPage(status: number, texts: PageTexts, title: string, content: Html): Page {
  const page = markup`<!doctype html>
    <html lang="${texts.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>${raw(STYLESHEET)}</style>
      </head>
      <body>
        <nav aria-label="${texts.languages}">
          <ul>
            ${ALL_TEXTS.map((one) => languageLink(one, texts))}
          </ul>
        </nav>
        <main>${content}</main>
      </body>
    </html> `;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': texts.language,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    },
    body: page.text,
  };
}

function languageLink({ language, name }: PageTexts, current: PageTexts): Html {
  const isCurrent = attribute('aria-current="true"', language === current.language);
  return markup`<li>
    <a href="?lang=${language}" lang="${language}" hreflang="${language}" ${isCurrent}>${name}</a>
  </li>`;
}
