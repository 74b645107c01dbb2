import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the console is built to: the same from `src` and from `dist`. */
export const CONSOLE_FOLDER = fileURLToPath(new URL('../../../../console/dist/site/', import.meta.url));

/** Stands in the built page wherever a nonce belongs. */
const NONCE_PLACE = '__CSP_NONCE__';
const NONCE_BYTES = 16;

/** What greets people while the console isn't built. */
const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hermod</title>
<h1>Hermod</h1>
<p>Turns domain events into messages that reach people, and knows whether they did.</p>
<p>The console isn't built here: <code>npm run build</code> builds it.</p>
<ul>
<li><a href="/health/ready">Is everything ready?</a></li>
<li><a href="/metrics">Metrics</a></li>
</ul>
</html>
`;

/** The console's one page, as it goes to one browser once. */
export interface RenderedPage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The page of the console. Read once: it changes only with a build. */
export class ConsolePage {
  readonly #template: string;

  constructor(folder: string) {
    const file = `${folder}/index.html`;
    this.#template = existsSync(file) ? readFileSync(file, 'utf8') : NOT_BUILT;
  }

  /** The page with a nonce of its own. Nothing but our own files and what carries the nonce may run. */
  render(): RenderedPage {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    return {
      html: this.#template.replaceAll(NONCE_PLACE, nonce),
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': contentSecurityPolicy(nonce),
      },
    };
  }
}

/**
 * Source: Content Security Policy Level 3. Images and fonts are files of ours; requests go to this origin only. What others wrote
 * as HTML is shown in a frame of ours, see `message-frame.ts`.
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
