import { randomBytes } from 'node:crypto';
import type { RenderedPage } from './console-page.ts';

const NONCE_BYTES = 16;

/**
 * The document within which the console shows what others wrote as HTML: an email, or a picture at an address of theirs. It has
 * an origin that is nobody's and a policy of its own, so that the console's page needs no exception for inline styles and
 * foreign pictures. What it is handed is put into one more frame, in which no script runs at all.
 * @param withPictures whether pictures may be fetched from wherever they are: whoever keeps them learns that somebody looks.
 */
export function renderMessageFrame(withPictures: boolean): RenderedPage {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  return {
    html: pageWith(nonce),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-dns-prefetch-control': 'off',
      'content-security-policy': contentSecurityPolicy(nonce, withPictures),
    },
  };
}

/** Source: Content Security Policy Level 3. A `srcdoc` inherits it, so that it holds for what is shown as well. */
function contentSecurityPolicy(nonce: string, withPictures: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    `img-src data:${withPictures ? ' https: http:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-scripts',
  ].join('; ');
}

/** Only the page around it is listened to. Links lead nowhere: new windows are not allowed. */
function pageWith(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Message</title>
<style>html, body, iframe { display: block; width: 100%; height: 100%; margin: 0; border: 0; overflow: hidden; }</style>
</head>
<body>
<iframe sandbox="" title="Message"></iframe>
<script nonce="${nonce}">
const shown = document.querySelector('iframe');
addEventListener('message', ({ source, data }) => {
  if (source !== parent || typeof data !== 'object' || data === null || typeof data.html !== 'string') return;
  shown.title = String(data.title);
  shown.srcdoc = '<base target="_blank">' + data.html;
});
</script>
</body>
</html>
`;
}
