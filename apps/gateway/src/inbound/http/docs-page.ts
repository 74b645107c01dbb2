import { randomBytes } from 'node:crypto';

const NONCE_BYTES = 16;

/** The reference as it goes to one browser once. */
export interface DocsPage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The page around Swagger UI, with a nonce of its own: nothing else may run, and nothing comes from elsewhere. */
export function renderDocsPage(): DocsPage {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  return {
    html: pageWith(nonce),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce),
    },
  };
}

/** Source: Content Security Policy Level 3. Swagger UI draws its icons from data URLs in its style sheet. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function pageWith(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hermod: the HTTP API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
<header class="masthead">
<a href="/">Hermod</a>
<nav aria-label="Documents"><a href="/openapi.json">OpenAPI</a> <a href="/asyncapi.json">AsyncAPI</a></nav>
</header>
<main id="reference"></main>
<noscript>The reference needs JavaScript; <a href="/openapi.json">the OpenAPI document</a> says the same.</noscript>
<script nonce="${nonce}" src="/docs/swagger-ui-bundle.js"></script>
<script nonce="${nonce}" src="/docs/docs.js"></script>
</body>
</html>
`;
}

/** Starts Swagger UI. The validator badge would call a stranger; the key is kept for as long as the page is open. */
export const DOCS_SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: false,
  validatorUrl: null,
});
`;

export const DOCS_STYLE = `body { margin: 0; font-family: system-ui, sans-serif; }
.masthead { display: flex; gap: 1.5rem; align-items: baseline; padding: .75rem 1.25rem; background: #1b2733; }
.masthead a { color: #fff; text-decoration: none; font-weight: 600; }
.masthead nav a { font-weight: 400; margin-right: 1rem; }
.masthead a:hover, .masthead a:focus-visible { text-decoration: underline; }
.swagger-ui .info { margin: 1.5rem 0; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 .75rem; }
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; }
}
`;
