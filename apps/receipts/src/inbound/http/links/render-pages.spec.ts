import { describe, expect, it } from 'vitest';
import { renderAnswerPage, renderTold } from './render-pages.ts';
import { ALL_TEXTS, textsIn } from './texts/texts.ts';

describe('the pages behind links', () => {
  it.each(ALL_TEXTS)('say in $name which language they are in, and offer the others', (texts) => {
    for (const page of [renderAnswerPage('Ja', texts), renderTold(404, texts, texts.notFound)]) {
      expect(page.body).toContain(`<html lang="${texts.language}">`);
      expect(page.headers['content-language']).toBe(texts.language);
      expect(page.body.match(/href="\?lang=\w\w"/g)).toHaveLength(ALL_TEXTS.length);
    }
  });

  it('ask for one click, and name the answer beside the button', () => {
    const { status, body } = renderAnswerPage('Yes, it was me', textsIn('en'));
    expect(status).toBe(200);
    expect(body).toContain('<p id="question">Your answer: Yes, it was me</p>');
    expect(body.match(/<button /g)).toHaveLength(1);
    expect(body).toContain('aria-describedby="question"');
  });

  it('escape what others have written', () => {
    const { body } = renderAnswerPage('<b>"Ja" & \'Nej\'</b>', textsIn('sv'));
    expect(body).toContain('&lt;b&gt;&quot;Ja&quot; &amp; &#39;Nej&#39;&lt;/b&gt;');
  });

  it('run and load nothing', () => {
    const { headers, body } = renderAnswerPage('Yes', textsIn('en'));
    expect(body).not.toMatch(/<script|src=|style="| on\w+=/i);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
  });
});
