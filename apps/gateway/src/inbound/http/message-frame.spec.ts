import { describe, expect, it } from 'vitest';
import { renderMessageFrame } from './message-frame.ts';

const policyOf = (withPictures: boolean): string =>
  renderMessageFrame(withPictures).headers['content-security-policy']!;

describe('the frame around what others wrote as HTML', () => {
  it('belongs to no origin, is framed by the console alone, and asks nobody for anything', () => {
    const policy = policyOf(false);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-scripts');
    expect(policy).not.toContain('allow-same-origin');
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain('img-src data:;');
    expect(policy).not.toMatch(/https?:|connect-src|font-src/);
  });

  it('fetches pictures only where that is asked for', () => {
    expect(policyOf(true)).toContain('img-src data: https: http:;');
  });

  it('runs one script, by a nonce that is never the same twice, and shows what it is handed without any', () => {
    const nonces = [renderMessageFrame(false), renderMessageFrame(false)].map(({ html, headers }) => {
      const [, nonce] = /<script nonce="([\w-]{20,})">/.exec(html)!;
      expect(headers['content-security-policy']).toContain(`script-src 'nonce-${nonce}'`);
      expect(html).toContain('<iframe sandbox=""');
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });
});
