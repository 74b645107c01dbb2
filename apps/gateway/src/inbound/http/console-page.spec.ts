import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConsolePage } from './console-page.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hermod-console-'));
  writeFileSync(
    join(folder, 'index.html'),
    '<script nonce="__CSP_NONCE__"></script><link nonce="__CSP_NONCE__">',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

it('puts a nonce into the page and into its policy, and never the same twice', () => {
  const page = new ConsolePage(folder);
  const nonces = [page.render(), page.render()].map(({ html, headers }) => {
    const [, nonce] = /script nonce="([\w-]{20,})"/.exec(html)!;
    expect(html).toBe(`<script nonce="${nonce}"></script><link nonce="${nonce}">`);
    expect(headers['content-security-policy']).toContain(`script-src 'self' 'nonce-${nonce}';`);
    return nonce;
  });
  expect(nonces[0]).not.toBe(nonces[1]);
});

it('allows nothing inline, nothing from elsewhere, and no frame around it', () => {
  const policy = new ConsolePage(folder).render().headers['content-security-policy']!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
});

it('greets people also where the console is not built', () => {
  expect(new ConsolePage(join(folder, 'nowhere')).render().html).toContain('<h1>Hermod</h1>');
});
