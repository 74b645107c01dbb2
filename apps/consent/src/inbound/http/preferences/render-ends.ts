import { type Html, markup } from '@hermod/service-host';
import type { Act } from './read-form.ts';
import type { PageTexts } from './texts/page-texts.ts';

/**
 * Two ways out. Most who want out are tired of advertising, and would lock themselves out of an account with the rest: so that
 * stands first, and the button for everything says itself that security messages end too.
 */
export function renderEnds(texts: PageTexts): Html {
  const { heading, marketing, all } = texts.end;
  return markup`<h2>${heading}</h2>
    ${renderEnd('end-marketing', marketing, texts)} ${renderEnd('end-all', all, texts)}`;
}

function renderEnd(act: Act, { text, button }: PageTexts['end']['all'], { language }: PageTexts): Html {
  return markup`<form method="post">
    <p id="about-${act}">${text}</p>
    <input type="hidden" name="act" value="${act}" />
    <input type="hidden" name="lang" value="${language}" />
    <button type="submit" class="quiet" aria-describedby="about-${act}">${button}</button>
  </form>`;
}
